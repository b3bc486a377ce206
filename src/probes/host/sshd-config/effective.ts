import { type Connection, decide } from "./condition.ts";
import { type ConfigFiles, included, words } from "./lines.ts";

/** Settings by keyword in small letters, each with the values that `sshd -T` would print, one a line. */
export type Settings = ReadonlyMap<string, readonly string[]>;

/** What holds for one connection. */
export interface Effective {
  readonly settings: Settings;
  /** Keywords whose value can't be told, because a condition or a value can't. */
  readonly unsure: ReadonlySet<string>;
}

const flag = (it: string) => (/^(?:yes|no)$/i.test(it) ? it.toLowerCase() : undefined);
const oneOf = (known: Readonly<Record<string, string>>) => (it: string) => known[it.toLowerCase()];
type Print = (args: readonly string[], rest: string) => readonly string[] | undefined;
const single =
  (print: (it: string) => string | undefined): Print =>
  ([first = ""]) => {
    const printed = print(first);
    return printed === undefined ? undefined : [printed];
  };
const listed: Print = (args) => [args.join(" ")];

/** The settings that can differ by connection and that decide who gets in and what for, as `sshd -T` prints them. */
const printed: Readonly<Record<string, Print>> = {
  permitrootlogin: single(
    oneOf({
      yes: "yes",
      no: "no",
      "without-password": "without-password",
      "prohibit-password": "without-password",
      "forced-commands-only": "forced-commands-only",
    }),
  ),
  ...Object.fromEntries(
    [
      ...["passwordauthentication", "kbdinteractiveauthentication", "pubkeyauthentication", "gssapiauthentication"],
      ...["hostbasedauthentication", "kerberosauthentication", "permitemptypasswords", "x11forwarding"],
      ...["allowagentforwarding", "disableforwarding"],
    ].map((keyword) => [keyword, single(flag)]),
  ),
  gatewayports: single(oneOf({ yes: "yes", no: "no", clientspecified: "clientspecified" })),
  allowtcpforwarding: single(oneOf({ yes: "yes", all: "yes", no: "no", local: "local", remote: "remote" })),
  permittunnel: single(oneOf({ yes: "yes", no: "no", "point-to-point": "point-to-point", ethernet: "ethernet" })),
  authenticationmethods: listed,
  authorizedkeysfile: listed,
  authorizedkeyscommand: (_, rest) => [rest],
  authorizedkeyscommanduser: single((it) => it),
  trustedusercakeys: single((it) => it),
  authorizedprincipalsfile: single((it) => it),
  authorizedprincipalscommand: (_, rest) => [rest],
  forcecommand: (_, rest) => [rest],
  pubkeyauthoptions: (args) => {
    const wanted = args.map((it) => it.toLowerCase());
    const on = ["touch-required", "verify-required"].filter((it) => wanted.includes(it));
    return [on.length === 0 ? "none" : on.join(" ")];
  },
  // What is added to or taken from the defaults depends on the version.
  pubkeyacceptedalgorithms: single((it) => (/^[+^-]|[*?]/.test(it) ? undefined : it)),
};
/** Keywords that add up; of all others the first that counts wins. */
const cumulative = new Set(["allowusers", "denyusers", "allowgroups", "denygroups"]);

export const relevantKeywords: readonly string[] = [...Object.keys(printed), ...cumulative];

/**
 * What counts for a connection: the settings in general, as `sshd -T` gives them, and over them those of the Match blocks
 * whose conditions hold, of which the first one wins. A block of an included file ends with that file.
 */
export function effective(general: Settings, config: ConfigFiles, from: Connection): Effective {
  const own = new Map<string, readonly string[]>();
  const unsure = new Set<string>();
  const take = (keyword: string, rest: string, sure: boolean) => {
    const adds = cumulative.has(keyword);
    if (!adds && (own.has(keyword) || !(keyword in printed))) return;
    const values = adds ? words(rest) : printed[keyword]?.(words(rest), rest);
    if (!sure || values === undefined) unsure.add(keyword);
    else own.set(keyword, adds ? [...(own.get(keyword) ?? []), ...values] : values);
  };
  const walk = (path: string, mode: "blocks" | "all" | "none", began: boolean | undefined, depth: number) => {
    let active = began;
    let onlyBlocks = mode === "blocks";
    for (const { keyword, rest } of config.files.get(path) ?? []) {
      if (keyword === "match") {
        const told = mode === "none" ? false : decide(rest, from);
        active = began === undefined && told === true ? undefined : told;
        onlyBlocks = false;
      } else if (keyword === "include") {
        if (depth >= 16) continue;
        const below = onlyBlocks ? "blocks" : active === false ? "none" : "all";
        for (const file of included(config, rest)) walk(file, below, active, depth + 1);
      } else if (active !== false) take(keyword, rest, active === true);
    }
  };
  walk(config.first, "blocks", false, 0);
  return { settings: new Map([...general, ...own]), unsure };
}

/** Settings of `sshd -T` by keyword. */
export function settingsByKeyword(pairs: readonly (readonly [string, string])[]): Settings {
  const found = new Map<string, string[]>();
  for (const [keyword, value] of pairs) found.set(keyword, [...(found.get(keyword) ?? []), value]);
  return found;
}
