import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Issued } from "./authority.ts";
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

export interface PostgresqlWish {
  /** Lines of pg_hba.conf after the one by which the tests administer it; everybody of this machine without. */
  readonly hba?: readonly string[];
  readonly certificate?: Pick<Issued, "certificate" | "key">;
}

export interface Postgresql extends Daemon {
  readonly port: number;
  /** Folder of the socket. */
  readonly folder: string;
  /** Runs SQL as superuser, each statement by itself; throws with what psql says. */
  sql(text: string, database?: string): string;
  /** Replaces the rules, and has them read. */
  rules(hba: readonly string[]): void;
}

const asPostgres = ["--reuid=postgres", "--regid=postgres", "--clear-groups"];

/** Starts PostgreSQL as its own user, with an empty database cluster. */
export async function startPostgresql(wish: PostgresqlWish = {}): Promise<Postgresql> {
  const programs = postgresqlPrograms();
  if (programs === undefined) throw new Error("postgresql is not installed");
  const folder = runFolder("postgresql");
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const give = (path: string) => chownSync(path, idOf("-u"), idOf("-g"));
  give(folder);
  const data = join(folder, "data");
  const initdb = ["initdb", "-D", data, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"];
  execFileSync("setpriv", [...asPostgres, join(programs, "initdb"), ...initdb.slice(1)], {
    stdio: "ignore",
    cwd: folder,
  });
  const write = (hba: readonly string[]) =>
    writeFileSync(join(data, "pg_hba.conf"), ["local all postgres peer", ...hba, ""].join("\n"));
  if (wish.hba !== undefined) write(wish.hba);
  const tls = wish.certificate === undefined ? [] : withTls(folder, wish.certificate, give);
  const port = await freePort();
  const options = ["-D", data, "-h", "127.0.0.1", "-p", `${port}`, "-k", folder, "-F", ...tls];
  const daemon = await startDaemon("setpriv", [...asPostgres, join(programs, "postgres"), ...options], [port]);
  // It takes connections before it lets anybody in.
  for (
    let tries = 0;
    spawnSync(join(programs, "pg_isready"), ["-q", "-h", folder, "-p", `${port}`]).status !== 0;
    tries += 1
  ) {
    if (tries > 600) throw new Error("PostgreSQL never became ready");
    await sleep(50);
  }
  const sql = (text: string, database = "postgres") => {
    const args = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", folder, "-p", `${port}`, "-d", database];
    return execFileSync("setpriv", [...asPostgres, join(programs, "psql"), ...args], {
      ...{ input: text, cwd: folder, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] },
    });
  };
  const rules = (hba: readonly string[]) => {
    write(hba);
    // Only a connection made after the server has read them is judged by them.
    const before = sql("SELECT pg_conf_load_time()");
    sql("SELECT pg_reload_conf()");
    for (let tries = 0; sql("SELECT pg_conf_load_time()") === before; tries += 1)
      if (tries > 200) throw new Error("PostgreSQL never read its new rules");
  };
  return { ...daemon, port, folder, sql, rules };
}

function withTls(
  folder: string,
  { certificate, key }: Pick<Issued, "certificate" | "key">,
  give: (path: string) => void,
): readonly string[] {
  const [own, ownKey] = [join(folder, "server.crt"), join(folder, "server.key")];
  copyFileSync(certificate, own);
  copyFileSync(key, ownKey);
  for (const path of [own, ownKey]) give(path);
  chmodSync(ownKey, 0o600);
  return ["-c", "ssl=on", "-c", `ssl_cert_file=${own}`, "-c", `ssl_key_file=${ownKey}`];
}
