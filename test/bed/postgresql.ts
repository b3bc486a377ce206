import { execFileSync } from "node:child_process";
import { chownSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { runFolder } from "./run-folder.ts";

const versions = "/usr/lib/postgresql";

/** The programs of the newest PostgreSQL here, as Debian lays them out; `undefined` where there is none. */
export function postgresqlPrograms(): string | undefined {
  try {
    const newest = readdirSync(versions)
      .sort((a, b) => Number(a) - Number(b))
      .at(-1);
    if (newest !== undefined) return join(versions, newest, "bin");
  } catch {
    // No such folder: not installed, or not on a system like Debian.
  }
  if (process.env["CI"] === "true") throw new Error("the tests need postgresql, which is not installed");
  process.stderr.write("skipped: tests that need postgresql, which is not installed\n");
  return undefined;
}

/** Starts PostgreSQL as its own user, with an empty database cluster. */
export async function startPostgresql(): Promise<Daemon & { readonly port: number }> {
  const programs = postgresqlPrograms();
  if (programs === undefined) throw new Error("postgresql is not installed");
  const folder = runFolder("postgresql");
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  chownSync(folder, idOf("-u"), idOf("-g"));
  const asPostgres = ["--reuid=postgres", "--regid=postgres", "--clear-groups"];
  const data = join(folder, "data");
  const initdb = ["initdb", "-D", data, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"];
  execFileSync("setpriv", [...asPostgres, join(programs, "initdb"), ...initdb.slice(1)], {
    stdio: "ignore",
    cwd: folder,
  });
  const port = await freePort();
  const options = ["-D", data, "-h", "127.0.0.1", "-p", `${port}`, "-k", folder, "-F"];
  return { port, ...(await startDaemon("setpriv", [...asPostgres, join(programs, "postgres"), ...options], [port])) };
}
