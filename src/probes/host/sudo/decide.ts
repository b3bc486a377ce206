import { matchCommands } from "./command-matching.ts";
import { matchHost, matchRunAs, matchUser } from "./matching.ts";
import type { SudoRequest } from "./request.ts";
import { type Settings, settingsFor } from "./settings.ts";
import type { CommandRule, Place, Sudoers } from "./sudoers.ts";

/** Whose password is asked for; `none` when nobody's. */
type PasswordOf = "none" | "own" | "root" | "target";

export interface Decision {
  readonly allowed: boolean;
  /** What decided; absent when no rule speaks of it. */
  readonly by?: { readonly place: Place; readonly rule: CommandRule };
  readonly password: PasswordOf;
  readonly settings: Settings;
}

/** What sudo decides about a request: the last rule that speaks of it counts (sudoers(5)). */
export function decide(sudoers: Sudoers, request: SudoRequest): Decision {
  const settings = settingsFor(sudoers, request);
  for (const { place, users, grants } of sudoers.rules.toReversed()) {
    if (matchUser(users, sudoers, request.user) !== true) continue;
    for (const { hosts, commands } of grants.toReversed()) {
      if (matchHost(hosts, sudoers, request.host) !== true) continue;
      for (const rule of commands.toReversed()) {
        const allowed = allows(rule, sudoers, request, settings);
        if (allowed === undefined) continue;
        return { allowed, by: { place, rule }, password: passwordOf(rule, request, settings), settings };
      }
    }
  }
  return { allowed: false, password: "own", settings };
}

function allows(rule: CommandRule, sudoers: Sudoers, request: SudoRequest, settings: Settings): boolean | undefined {
  if (!isInTime(rule, request.now)) return undefined;
  const usual = settings.get("runas_default");
  if (matchRunAs(rule.runAs, sudoers, request, typeof usual === "string" ? usual : "root") !== true) return undefined;
  return matchCommands([rule.command], sudoers, request);
}

function isInTime({ options }: CommandRule, now: Date): boolean {
  const [from, until] = [options["NOTBEFORE"], options["NOTAFTER"]].map((it) =>
    it === undefined ? undefined : timeOf(it),
  );
  return (from === undefined || now >= from) && (until === undefined || now <= until);
}

/** GeneralizedTime (X.680): `YYYYMMDDHH[MM[SS]]`, then `Z` or an offset; without one it is the host's local time, taken for UTC. */
function timeOf(text: string): Date | undefined {
  const found = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})?(\d{2})?(?:[.,]\d+)?(Z|[+-]\d{2}(?:\d{2})?)?$/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute = "00", second = "00", zone = "Z"] = found;
  const offset = zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(3) || "00"}`;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
}

function passwordOf(rule: CommandRule, { user, runAs, runGroup }: SudoRequest, settings: Settings): PasswordOf {
  const inGroup = runGroup === undefined || user.groups.some(({ groupId }) => groupId === runGroup.groupId);
  if (user.userId === 0 || (user.userId === runAs.userId && inGroup)) return "none";
  const exempt = settings.get("exempt_group");
  if (typeof exempt === "string" && user.groups.some(({ name }) => name === exempt)) return "none";
  if (!(rule.tags.asks ?? settings.get("authenticate") !== false)) return "none";
  if (settings.get("rootpw") === true) return "root";
  if (settings.get("targetpw") === true || settings.get("runaspw") === true) return "target";
  return "own";
}
