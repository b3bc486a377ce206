import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** Starts lighttpd with that document root. */
export async function startLighttpd(root: string): Promise<Daemon & { readonly port: number }> {
  const program = requireProgram("lighttpd");
  if (program === undefined) throw new Error("lighttpd is not installed");
  const port = await freePort();
  const file = join(runFolder("lighttpd"), "lighttpd.conf");
  writeFileSync(
    file,
    `server.document-root = "${root}"
server.bind = "127.0.0.1"
server.port = ${port}
index-file.names = ( "index.html", "index.lighttpd.html" )
mimetype.assign = ( ".html" => "text/html" )
`,
  );
  const daemon = await startDaemon(program, ["-D", "-f", file], [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
