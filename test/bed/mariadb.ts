import { execFileSync } from "node:child_process";
import { chownSync } from "node:fs";
import { join } from "node:path";
import { databaseAddress } from "../../src/probes/database/address.ts";
import { MariadbClient } from "../../src/probes/mariadb/client.ts";
import type { LeafFiles } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

export interface Mariadb extends Daemon {
  readonly port: number;
  readonly socket: string;
  /** Runs one statement as root; throws where that fails. */
  run(sql: string): Promise<readonly (readonly (string | null)[])[]>;
}

/** A connection of the test's own, logged in; throws where that is refused. */
export async function mariadbClient(address: string, user: string, password = ""): Promise<MariadbClient> {
  const limits = { signal: new AbortController().signal, timeoutMs: 300_000, maxBytes: 1e9 };
  const client = await MariadbClient.open(databaseAddress(address, 3306), limits);
  const result = await client.logIn(user, password);
  if (result.is !== "accepted") throw new Error(`${user}: ${JSON.stringify(result)}`);
  return client;
}

/** Starts MariaDB as its own user, as its installer leaves it: root without a password, and anonymous users. */
export async function startMariadb(
  wish: { readonly tls?: LeafFiles; readonly more?: readonly string[] } = {},
): Promise<Mariadb> {
  const program = requireProgram("mariadbd");
  const installer = requireProgram("mariadb-install-db");
  if (program === undefined || installer === undefined) throw new Error("mariadb-server is not installed");
  const folder = runFolder("mariadb");
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "mysql"], { encoding: "utf8" }));
  chownSync(folder, idOf("-u"), idOf("-g"));
  // One that starts removes the temporary tables that it finds, another's too: each has a folder of its own for them.
  const folders = [`--datadir=${join(folder, "data")}`, `--tmpdir=${folder}`];
  const own = ["--no-defaults", "--user=mysql", ...folders, "--innodb-use-native-aio=0"];
  execFileSync(installer, [...own, "--auth-root-authentication-method=normal"], { stdio: "ignore", cwd: folder });
  const [port, socket] = [await freePort(), join(folder, "socket")];
  const { tls } = wish;
  const files = tls ? [`--ssl-cert=${tls.chain}`, `--ssl-key=${tls.key}`, `--ssl-ca=${tls.authority}`] : [];
  if (tls) chownSync(tls.key, idOf("-u"), idOf("-g"));
  const listening = [`--socket=${socket}`, `--port=${port}`, "--bind-address=127.0.0.1", "--innodb-flush-method=fsync"];
  const daemon = await startDaemon(program, [...own, ...listening, ...files, ...(wish.more ?? [])], [port]);
  const root = await mariadbClient(socket, "root");
  const run = async (sql: string) => {
    const rows = await root.query(sql);
    if ("code" in rows) throw new Error(`${sql}: ${rows.message}`);
    return rows;
  };
  const stop = () => {
    root.line.close();
    return daemon.stop();
  };
  return { pid: daemon.pid, port, socket, run, stop };
}
