import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket, type TlsOptions } from "node:tls";
import type { LeafFiles } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";

/** Starts a TLS server with that certificate; `staple` is sent where a client asks for the state of the certificate. */
export async function startTlsServer(leaf: LeafFiles, options: TlsOptions & { readonly staple?: Buffer } = {}) {
  const open = new Set<TLSSocket>();
  const server = createServer(
    { key: readFileSync(leaf.key), cert: readFileSync(leaf.chain), ...options },
    (socket) => void open.add(socket.on("error", () => socket.destroy())),
  );
  const { staple } = options;
  if (staple) server.on("OCSPRequest", (_certificate, _issuer, callback) => callback(null, staple));
  server.on("tlsClientError", () => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Starts a server that demands a client certificate, with these options of `openssl s_server` besides. */
export async function startMutualTlsServer(
  leaf: LeafFiles,
  options: readonly string[],
): Promise<Daemon & { readonly port: number }> {
  const program = requireProgram("openssl");
  if (program === undefined) throw new Error("openssl is not installed");
  const port = await freePort();
  const files = ["-cert", leaf.chain, "-cert_chain", leaf.chain, "-key", leaf.key, "-CAfile", leaf.authority];
  const args = ["s_server", "-quiet", "-accept", `127.0.0.1:${port}`, "-Verify", "2", ...files, ...options];
  const daemon = await startDaemon(program, args, [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
