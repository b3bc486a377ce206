import type { LeafFiles } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";

type Server = Daemon & { readonly port: number };

/** Starts `openssl s_server` with that certificate and these options; without security level, so that everything old works. */
export async function startOpensslServer(leaf: LeafFiles, options: readonly string[] = []): Promise<Server> {
  const program = requireProgram("openssl");
  if (program === undefined) throw new Error("openssl is not installed");
  const port = await freePort();
  const files = ["-cert", leaf.chain, "-cert_chain", leaf.chain, "-key", leaf.key];
  const old = options.includes("-cipher") ? [] : ["-cipher", "ALL:@SECLEVEL=0"];
  // Its page and its early data exclude each other.
  const page = options.includes("-early_data") ? [] : ["-www"];
  const args = ["s_server", "-quiet", ...page, "-accept", `127.0.0.1:${port}`, ...files, ...old, ...options];
  const daemon = await startDaemon(program, args, [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}

/** Starts `gnutls-serv` with that certificate and these options. */
export async function startGnutlsServer(leaf: LeafFiles, options: readonly string[] = []): Promise<Server> {
  const program = requireProgram("gnutls-serv");
  if (program === undefined) throw new Error("gnutls-serv is not installed");
  const port = await freePort();
  const files = ["--x509certfile", leaf.chain, "--x509keyfile", leaf.key];
  const daemon = await startDaemon(program, ["--quiet", "--http", `--port=${port}`, ...files, ...options], [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
