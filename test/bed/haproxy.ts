import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** Starts HAProxy in front of nothing: one page at `/`, its own refusals elsewhere. */
export async function startHaproxy(): Promise<Daemon & { readonly port: number }> {
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
  bind 127.0.0.1:${port}
  http-request deny deny_status 403 if { path_beg /.git/ }
  http-request return status 200 content-type text/html string "<h1>Shop</h1>" if { path / }
  http-request deny deny_status 404
`,
  );
  const daemon = await startDaemon(program, ["-q", "-f", file], [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
