import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeLeaf } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";
import type { TlsWish } from "./tls-wish.ts";
import { siteName } from "./web-server.ts";

const version = (name: string) => name.replace("TLSv", "tls");

function secured({ protocols, suites, groups }: TlsWish): string {
  const leaf = makeLeaf({ key: "rsa-2048", names: [`DNS:${siteName}`] });
  return `tls ${leaf.chain} ${leaf.key} {
    protocols ${[protocols[0], protocols.at(-1)].map((it) => version(it ?? "")).join(" ")}
    ciphers ${suites.join(" ")}
    curves ${groups.join(" ")}
  }`;
}

/** Starts Caddy with one site that holds these directives; over plain HTTP unless TLS is given. */
export async function startCaddy(wish: {
  readonly tls?: TlsWish;
  readonly directives: string;
}): Promise<Daemon & { readonly port: number }> {
  const program = requireProgram("caddy");
  if (program === undefined) throw new Error("caddy is not installed");
  const folder = runFolder("caddy");
  const port = await freePort();
  const file = join(folder, "Caddyfile");
  writeFileSync(
    file,
    `{
  admin off
  auto_https disable_redirects
  storage file_system ${folder}
  log {
    level ERROR
  }
}
${wish.tls === undefined ? `http://:${port}` : `https://${siteName}:${port}`} {
  bind 127.0.0.1
  ${wish.tls === undefined ? "" : secured(wish.tls)}
  ${wish.directives}
}
`,
  );
  const daemon = await startDaemon(program, ["run", "--adapter", "caddyfile", "--config", file], [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
