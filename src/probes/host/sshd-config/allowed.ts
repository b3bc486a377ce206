import type { Connection } from "./condition.ts";
import type { Settings } from "./effective.ts";
import { canMatchHost, matchesHost, matchesPattern } from "./patterns.ts";

/** Why sshd lets nobody in as a user, whatever they show; `undefined` where it does. */
export function refusal(settings: Settings, from: Connection, userId: number | undefined): string | undefined {
  const all = (keyword: string) =>
    (settings.get(keyword) ?? []).flatMap((it) => it.split(/\s+/)).filter((it) => it !== "");
  const user = (patterns: readonly string[], matches = matchesHost) =>
    patterns.find((it) => matchesUser(from, it, matches));
  const group = (patterns: readonly string[]) =>
    patterns.find((pattern) => from.groups.some((it) => matchesPattern(it, pattern)));
  const denied = user(all("denyusers"));
  if (denied !== undefined) return `DenyUsers names ${denied}`;
  const users = all("allowusers");
  if (users.length > 0 && user(users, (_, ...rest) => canMatchHost(from.host, ...rest)) === undefined)
    return "AllowUsers doesn't name it";
  const deniedGroup = group(all("denygroups"));
  if (deniedGroup !== undefined) return `DenyGroups names ${deniedGroup}`;
  const groups = all("allowgroups");
  if (groups.length > 0 && group(groups) === undefined) return "AllowGroups names none of its groups";
  if (userId === 0 && settings.get("permitrootlogin")?.[0] === "no") return "PermitRootLogin is no";
  return undefined;
}

/** `USER` or `USER@HOST`, each a pattern; the host can be a range of addresses. */
function matchesUser(
  { user, address, host = address }: Connection,
  pattern: string,
  matches: typeof matchesHost,
): boolean {
  const at = pattern.lastIndexOf("@");
  if (at < 0) return matchesPattern(user, pattern);
  return matchesPattern(user, pattern.slice(0, at)) && matches(host, address, pattern.slice(at + 1));
}
