import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

const onePage = `
  http-request deny deny_status 403 if { path_beg /.git/ }
  http-request return status 200 content-type text/html string "<h1>Shop</h1>" if { path / }
  http-request deny deny_status 404`;

/** Starts HAProxy in front of nothing: one page at `/` and its own refusals elsewhere, unless other rules are given. */
export async function startHaproxy(rules = onePage): Promise<Daemon & { readonly port: number }> {
  const program = requireProgram("haproxy");
  if (program === undefined) throw new Error("haproxy is not installed");
  const port = await freePort();
  const file = join(runFolder("haproxy"), "haproxy.cfg");
  writeFileSync(
    file,
    `defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 10s
frontend site
  bind 127.0.0.1:${port}${rules}
`,
  );
  const daemon = await startDaemon(program, ["-q", "-f", file], [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
