import type { FactsOf } from "../fact-kinds.ts";

type Sessions = FactsOf<"database-sessions">;
const most = 5000;

/** Everybody's sessions but our own, as far as this account may see them. */
export const sessionsQuery = `SELECT USER, HOST, DB FROM information_schema.PROCESSLIST
  WHERE ID <> CONNECTION_ID() AND COMMAND <> 'Daemon' LIMIT ${most + 1}`;

/** @param whole - whether this account may see the sessions of others */
export function databaseSessions(
  rows: readonly (readonly (string | null)[])[],
  product: Sessions["product"],
  whole: boolean,
): Sessions {
  const cut = rows.length > most;
  const sessions = rows.slice(0, most).map(([user, host, database]) => {
    const port = Number(/:(\d{1,5})$/.exec(host ?? "")?.[1] ?? 0);
    return {
      role: user ?? "",
      ...(database !== null && database !== undefined && { database }),
      from: host === "localhost" || host === "" ? "local" : (host ?? "").replace(/:\d+$/, ""),
      ...(port > 0 && { port }),
    };
  });
  const unseen: Sessions["unseen"] = [];
  if (!whole)
    unseen.push({
      reason: "the sessions of others may not be seen",
      wouldVerify: "GRANT PROCESS ON *.* to this account",
    });
  if (cut) unseen.push({ reason: `there are more than ${most} sessions`, wouldVerify: "look when there are fewer" });
  return { product, sessions, whole: whole && !cut, unseen };
}
