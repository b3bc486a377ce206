import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chainFile, type Issued } from "./authority.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** A leaf with what is sent after it, in that order. */
export type Chain = readonly [leaf: Issued, ...others: Issued[]];

function program(name: string): string {
  const path = requireProgram(name);
  if (path === undefined) throw new Error(`${name} is not installed`);
  return path;
}

/** nginx that shows these chains as they are, with these directives of its server besides. */
export async function startChainNginx(chains: readonly Chain[], ...directives: readonly string[]) {
  const folder = runFolder("nginx");
  const port = await freePort();
  const shown = chains.flatMap((it) => [`ssl_certificate ${chainFile(...it)};`, `ssl_certificate_key ${it[0].key};`]);
  const configuration = `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  scgi_temp_path ${folder}/scgi;
  uwsgi_temp_path ${folder}/uwsgi;
  server {
    listen 127.0.0.1:${port} ssl;
    ${[...shown, ...directives].join("\n    ")}
  }
}
`;
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configuration);
  const daemon = await startDaemon(program("nginx"), ["-e", "stderr", "-p", folder, "-c", file], [port]);
  return { port, stop: daemon.stop };
}

/** `openssl s_server` that shows this chain as it is, with these arguments besides. */
export async function startChainServer(
  [leaf, ...others]: Chain,
  ...args: readonly string[]
): Promise<{ readonly port: number; readonly stop: Daemon["stop"] }> {
  const port = await freePort();
  const chain = others.length > 0 ? ["-cert_chain", chainFile(...others)] : [];
  const own = ["-cert", leaf.certificate, "-key", leaf.key, ...chain];
  const daemon = await startDaemon(
    program("openssl"),
    ["s_server", "-quiet", "-accept", `127.0.0.1:${port}`, ...own, ...args],
    [port],
  );
  return { port, stop: daemon.stop };
}
