import { dirname } from "node:path";
import type { Client, QueryResultRow } from "pg";
import { dialTrouble, networkCode, timeoutTrouble } from "../../transports/dial-trouble.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { DatabaseAddress } from "../database/address.ts";
import type { LineLimits } from "../database/line.ts";

export interface Credentials {
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly tls: boolean;
  /** PEM of the authorities; without, the certificate is not verified, which is for what is local only. */
  readonly authorities?: string | undefined;
  readonly verify: boolean;
}

/** Asks one question; gives its rows, at most `most`, and whether there would have been more. */
export type Ask = <R extends QueryResultRow>(
  text: string,
  most?: number,
) => Promise<{ readonly rows: readonly R[]; readonly cut: boolean } | Trouble>;

/**
 * Logs in, and asks in one transaction that can't write: names are looked up in the system's catalog only, each question
 * ends after some seconds, and one that fails costs nothing but itself.
 *
 * @throws TroubleError where nobody is let in, or the connection breaks
 */
export async function asRole<T>(
  address: DatabaseAddress,
  who: Credentials,
  limits: LineLimits,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const client = await clientFor(address, who, limits);
  let heard = 0;
  let ended: Trouble | undefined;
  const stop = (trouble: Trouble) => {
    ended ??= trouble;
    streamOf(client).destroy();
  };
  client.on("error", () => {});
  const late = () => stop(timeoutTrouble(address.place, "it did not answer in time"));
  const over = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMs)]);
  over.addEventListener("abort", late, { once: true });
  const count = (chunk: Buffer) => {
    heard += chunk.length;
    if (heard > limits.maxBytes)
      stop({
        kind: "budget",
        message: `${address.place} says too much`,
        wouldVerify: `look at ${address.place} by hand`,
      });
  };
  streamOf(client).on("data", count);
  try {
    if (over.aborted) late();
    await client.connect();
    if (who.tls) streamOf(client).on("data", count);
    await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query("SET LOCAL statement_timeout = '10s'; SET LOCAL search_path = pg_catalog");
    return await work(asking(client));
  } catch (error) {
    if (ended !== undefined) throw new TroubleError(ended);
    throw error instanceof TroubleError ? error : new TroubleError(loginTrouble(error, address.place, who.user));
  } finally {
    over.removeEventListener("abort", late);
    await Promise.race([client.end().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
    streamOf(client).destroy();
  }
}

async function clientFor(address: DatabaseAddress, who: Credentials, limits: LineLimits): Promise<Client> {
  const { default: pg } = await import("pg");
  const socket = "path" in address ? /\.s\.PGSQL\.(\d+)$/.exec(address.path) : undefined;
  const host = "path" in address ? (socket ? dirname(address.path) : address.path) : address.host;
  return new pg.Client({
    ...{ host, port: "path" in address ? Number(socket?.[1] ?? 5432) : address.port },
    ...{ user: who.user, password: who.password ?? "", database: who.database, application_name: "holdfast" },
    connectionTimeoutMillis: limits.timeoutMs,
    ssl: who.tls && {
      rejectUnauthorized: who.verify,
      ...(who.authorities !== undefined && { ca: who.authorities }),
    },
  });
}

/** The stream under a client, which its types keep to themselves. */
function streamOf(client: Client) {
  return (client as unknown as { readonly connection: { readonly stream: import("node:net").Socket } }).connection
    .stream;
}

function asking(client: Client): Ask {
  return async <R extends QueryResultRow>(text: string, most = 5000) => {
    await client.query("SAVEPOINT question");
    try {
      const { rows } = await client.query<R>(`${text} LIMIT ${most + 1}`);
      await client.query("RELEASE SAVEPOINT question");
      return { rows: rows.slice(0, most), cut: rows.length > most };
    } catch (error) {
      const { code, message } = error as { readonly code?: string; readonly message: string };
      if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) throw error;
      await client.query("ROLLBACK TO SAVEPOINT question");
      return sqlTrouble(code, message);
    }
  };
}

function sqlTrouble(code: string, message: string): Trouble {
  const told = shown(message);
  if (code === "42501")
    return { kind: "denied", message: told, wouldVerify: "grant its role what `holdfast grants postgresql` prints" };
  if (code === "57014") return { kind: "timeout", message: told, wouldVerify: "look when the server has less to do" };
  return { kind: "unsupported", message: told, wouldVerify: "look by hand" };
}

function shown(message: string): string {
  return message.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 200);
}

function loginTrouble(error: unknown, place: string, user: string): Trouble {
  const { code = "", message = "" } = error as { readonly code?: string; readonly message?: string };
  if (code === "28P01" || code === "28000")
    return {
      kind: "denied",
      message: `${place}: ${shown(message)}`,
      wouldVerify: `mend the declared password or the rights of ${user}`,
    };
  if (/^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code))
    return { kind: "refused", message: `${place}: ${shown(message)}`, wouldVerify: `let ${user} log in` };
  if (/CERT|SELF_SIGNED|ALTNAME|VERIFY|ISSUER/.test(code))
    return {
      kind: "denied",
      message: `the password was not sent: the certificate of ${place} does not verify (${code})`,
      wouldVerify: "name under `trust` the authority of its certificate, which must hold the declared name",
    };
  if (networkCode(error).code !== "") return dialTrouble(error, place);
  // The driver tells by plain errors what it can't read, and nothing else is in its hands here.
  return {
    kind: "unparsable",
    message: `${place}: ${shown(message)}`,
    wouldVerify: "declare what really listens there",
  };
}
