import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** Path of PHP-FPM, whose name has the version in it; `undefined` where it is missing. */
export function phpFpmProgram(): string | undefined {
  const name = readdirSync("/usr/sbin").find((it) => /^php-fpm\d/.test(it)) ?? "php-fpm";
  return requireProgram(name);
}

/** Starts PHP-FPM with one worker on a port of this machine. */
export async function startPhpFpm(): Promise<Daemon & { readonly port: number }> {
  const program = phpFpmProgram();
  if (program === undefined) throw new Error("php-fpm is not installed");
  const port = await freePort();
  const folder = runFolder("php-fpm");
  const file = join(folder, "fpm.conf");
  writeFileSync(
    file,
    `[global]
error_log = ${folder}/error.log
daemonize = no
[www]
user = www-data
group = www-data
listen = 127.0.0.1:${port}
pm = static
pm.max_children = 1
`,
  );
  const daemon = await startDaemon(program, ["--nodaemonize", "--allow-to-run-as-root", "--fpm-config", file], [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
