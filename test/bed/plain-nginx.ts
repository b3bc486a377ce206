import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** Starts nginx with one plain-HTTP server that holds these directives, and with what stands beside it and before all. */
export async function startPlainNginx(
  directives: string,
  beside = "",
  before = "",
): Promise<Daemon & { readonly port: number }> {
  const program = requireProgram("nginx");
  if (program === undefined) throw new Error("nginx is not installed");
  const port = await freePort();
  const folder = runFolder("nginx");
  const file = join(folder, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "scgi", "uwsgi"];
  writeFileSync(
    file,
    `${before}
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 256; }
http {
  access_log off;
  types { text/html html; application/javascript js; application/json json map; }
  default_type text/plain;
  ${temporary.map((it) => `${it}_temp_path ${folder}/${it};`).join("\n  ")}
  server {
    listen 127.0.0.1:${port};
${directives}
  }
${beside}
}
`,
  );
  const daemon = await startDaemon(program, ["-e", "stderr", "-p", folder, "-c", file], [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
