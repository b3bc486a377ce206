import type { FactsOf } from "../fact-kinds.ts";

type Sessions = FactsOf<"database-sessions">;

const most = 5000;

/** Sessions of `CLIENT LIST`, without our own; `undefined` for what is no such list. */
export function databaseSessions(
  text: string,
  about: { readonly own: string | undefined; readonly settings: ReadonlyMap<string, string>; readonly now: Date },
): Sessions | undefined {
  const clients = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => new Map(line.trim().split(" ").map(pair)));
  if (clients.length === 0 || clients.some((it) => !it.has("id") || !it.has("addr"))) return undefined;
  const others = clients.filter((it) => it.get("addr") !== about.own);
  const sessions = others.slice(0, most).map((it): Sessions["sessions"][number] => {
    const from = it.get("addr") ?? "";
    const tls = byTls(it.get("laddr"), about.settings);
    const age = Number(it.get("age"));
    const port = Number(/:(\d{1,5})$/.exec(from)?.[1] ?? 0);
    const name = it.get("name") ?? "";
    return {
      role: it.get("user") ?? "default",
      database: it.get("db") ?? "0",
      from: from.startsWith("/") ? "local" : from.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1"),
      ...(port > 0 && { port }),
      ...(tls !== undefined && { tls }),
      ...(Number.isSafeInteger(age) &&
        age >= 0 &&
        age < 1e9 && { since: new Date(about.now.getTime() - age * 1000).toISOString() }),
      ...(name !== "" && { application: name.slice(0, 200) }),
    };
  });
  const cut = others.length > most;
  return {
    product: "redis",
    sessions,
    whole: !cut,
    unseen: cut
      ? [{ reason: `of ${others.length} clients ${most} were told`, wouldVerify: "look when there are fewer" }]
      : [],
  };
}

function pair(word: string): [string, string] {
  const equals = word.indexOf("=");
  return equals < 0 ? [word, ""] : [word.slice(0, equals), word.slice(equals + 1)];
}

/** Redis does not say whether a client uses TLS; the port that it came to does. */
function byTls(local: string | undefined, settings: ReadonlyMap<string, string>): boolean | undefined {
  const port = /:(\d+)$/.exec(local ?? "")?.[1];
  if (port === undefined || port === "0") return undefined;
  if (settings.get("tls-port") === port) return true;
  return settings.get("port") === port ? false : undefined;
}
