import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

const basic = ["mpm_event", "authz_core", "dir", "mime"];

/** Starts Apache httpd with these modules, one plain-HTTP port, and these directives. */
export async function startPlainApache(
  modules: readonly string[],
  directives: string,
): Promise<Daemon & { readonly port: number }> {
  const program = requireProgram("apache2");
  if (program === undefined) throw new Error("apache2 is not installed");
  const port = await freePort();
  const folder = runFolder("apache");
  const file = join(folder, "apache.conf");
  const load = (it: string) => `LoadModule ${it}_module /usr/lib/apache2/modules/mod_${it}.so`;
  writeFileSync(
    file,
    `ServerRoot ${folder}
ServerName www.example.com
PidFile ${folder}/apache.pid
Mutex file:${folder}
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
StartServers 1
${[...basic, ...modules].map(load).join("\n")}
User www-data
Group www-data
TypesConfig /etc/mime.types
${directives}
`,
  );
  const daemon = await startDaemon(program, ["-f", file, "-DFOREGROUND"], [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
