import type { Trouble } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Ask } from "./login.ts";

interface SessionRow {
  readonly role: string | null;
  readonly database: string | null;
  readonly address: string | null;
  readonly port: number | null;
  readonly tls: boolean | null;
  readonly since: string | null;
  readonly application: string | null;
  readonly whole: boolean;
}

const question = `SELECT a.usename::text AS role, a.datname::text AS database, host(a.client_addr) AS address,
  a.client_port AS port, s.ssl AS tls,
  to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since, a.application_name AS application,
  pg_has_role('pg_read_all_stats', 'USAGE') AS whole
  FROM pg_stat_activity a LEFT JOIN pg_stat_ssl s USING (pid)
  WHERE a.usename IS NOT NULL ORDER BY a.backend_start, a.pid`;

/** Who uses the server now, our own connection among them. */
export async function readSessions(ask: Ask): Promise<FactsOf<"database-sessions"> | Trouble> {
  const got = await ask<SessionRow>(question, 2000);
  if ("kind" in got) return got;
  const whole = got.rows.some((it) => it.whole);
  const unseen: FactsOf<"database-sessions">["unseen"] = [];
  if (!whole)
    unseen.push({
      reason: "where the sessions of others come from may not be seen",
      wouldVerify: "grant its role pg_read_all_stats, as `holdfast grants postgresql` prints",
    });
  if (got.cut) unseen.push({ reason: "there are more sessions than are read", wouldVerify: "look by hand" });
  const sessions = got.rows.flatMap(({ role, database, address, port, tls, since, application }) => {
    // The port is -1 for a socket; without any, the server keeps the session's origin to itself.
    const from = address ?? (port === -1 ? "local" : undefined);
    if (role === null || from === undefined) return [];
    return [
      {
        ...{ role, from },
        ...(database !== null && { database }),
        ...(port !== null && port > 0 && { port }),
        ...(tls !== null && { tls }),
        ...(since !== null && { since }),
        ...(application !== null && application !== "" && { application: application.slice(0, 64) }),
      },
    ];
  });
  return { product: "postgresql", sessions, whole, unseen };
}
