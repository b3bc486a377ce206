import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { LeafFiles } from "./certificates.ts";
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

/** Copies the key and the chain to where only the server's own user reads them, and gives the options for them. */
function tlsOptions(leaf: LeafFiles, folder: string, user: number, group: number): readonly string[] {
  const [key, chain] = [join(folder, "server.key"), join(folder, "server.crt")];
  copyFileSync(leaf.key, key);
  copyFileSync(leaf.chain, chain);
  for (const file of [key, chain]) {
    chmodSync(file, 0o600);
    chownSync(file, user, group);
  }
  return ["-c", "ssl=on", "-c", `ssl_key_file=${key}`, "-c", `ssl_cert_file=${chain}`];
}

/** Starts PostgreSQL as its own user, with an empty database cluster. */
export async function startPostgresql({
  tls,
}: {
  readonly tls?: LeafFiles;
} = {}): Promise<Daemon & { readonly port: number }> {
  const programs = postgresqlPrograms();
  if (programs === undefined) throw new Error("postgresql is not installed");
  const folder = runFolder("postgresql");
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const [user, group] = [idOf("-u"), idOf("-g")];
  chownSync(folder, user, group);
  const asPostgres = ["--reuid=postgres", "--regid=postgres", "--clear-groups"];
  const data = join(folder, "data");
  const initdb = ["initdb", "-D", data, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"];
  execFileSync("setpriv", [...asPostgres, join(programs, "initdb"), ...initdb.slice(1)], {
    stdio: "ignore",
    cwd: folder,
  });
  const port = await freePort();
  const secure = tls === undefined ? [] : tlsOptions(tls, folder, user, group);
  const options = ["-D", data, "-h", "127.0.0.1", "-p", `${port}`, "-k", folder, "-F", ...secure];
  return { port, ...(await startDaemon("setpriv", [...asPostgres, join(programs, "postgres"), ...options], [port])) };
}
