import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines, troubleOf } from "./collected.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * A time as access logs write it: `28/Nov/2026:06:20:01 +0100` (common log format), the same without a zone and with
 * milliseconds (HAProxy, taken as UTC), seconds since 1970 or RFC 3339 (Caddy). `undefined` for anything else.
 */
export function requestTime(text: string): string | undefined {
  const common = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d)(?:\.\d+)?(?: ([+-]\d\d)(\d\d))?$/.exec(text);
  const [, day, month = "", year, time, hours = "+00", minutes = "00"] = common ?? [];
  if (common !== null) {
    const number = String(months.indexOf(month) + 1).padStart(2, "0");
    return iso(Date.parse(`${year}-${number}-${day}T${time}${hours}:${minutes}`));
  }
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return iso(Number(text) * 1000);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? iso(Date.parse(text)) : undefined;
}

function iso(milliseconds: number): string | undefined {
  const whole = Math.floor(milliseconds / 1000) * 1000;
  return Number.isNaN(whole) || whole < 0 || whole > 8e15 ? undefined : new Date(whole).toISOString();
}

/** What the ends of access logs and wtmp tell. A time in the future is no evidence of anything, and left out. */
export function hostUse(from: Collected, now: Date): FactsOf<"host-use"> {
  const [logs, last] = [from.section("access-logs"), from.section("logins")];
  const past = (it: string | undefined) =>
    it !== undefined && Date.parse(it) <= now.getTime() + 300_000 ? it : undefined;
  const rows = lines(logs.bytes.toString("utf8")).map((line) => line.split("\t"));
  return {
    logs: rows.toSorted(bySite).flatMap(([kind, file = "", site = "-", any = "", use = "", count]) => {
      const lastRequest = past(requestTime(any));
      const lastUse = past(requestTime(use));
      if (kind !== "log" || lastRequest === undefined) return [];
      return [
        {
          file,
          ...(site !== "-" && { site: site.toLowerCase() }),
          lastRequest,
          ...(lastUse !== undefined && { lastUse }),
          requests: Number.parseInt(count ?? "0", 10) || 0,
        },
      ];
    }),
    logins: lastLogins(last.bytes.toString("utf8")).filter((it) => past(it.at) !== undefined),
    unseen: [
      ...rows.flatMap(([kind, path]) =>
        kind === "unread" ? [{ reason: `${path} was not read`, wouldVerify: "run as root on the host" }] : [],
      ),
      ...[troubleOf("access logs", logs), troubleOf("last", last)].flatMap((it) =>
        it === undefined ? [] : [{ reason: it.message, wouldVerify: it.wouldVerify }],
      ),
    ],
  };
}

/** By file, then by site; awk has no order of its own. */
function bySite(
  [, file = "", site = ""]: readonly string[],
  [, otherFile = "", otherSite = ""]: readonly string[],
): number {
  const [a, b] = [`${file} ${site}`, `${otherFile} ${otherSite}`];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The newest line of each account in the output of `last --time-format iso`, which begins with the newest. */
export function lastLogins(text: string): FactsOf<"host-use">["logins"] {
  const found = new Map<string, string>();
  for (const line of lines(text)) {
    const [account = ""] = line.split(" ");
    const at = /\s(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))/.exec(line)?.[1];
    if (/^(?:|reboot|shutdown|runlevel)$/.test(account) || /^\S+ begins /.test(line)) continue;
    const told = at === undefined ? undefined : iso(Date.parse(at));
    if (told !== undefined && !found.has(account)) found.set(account, told);
  }
  return [...found].map(([account, at]) => ({ account, at })).slice(0, 200);
}
