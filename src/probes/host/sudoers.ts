/** Who may become somebody else by sudo; a group with a leading `%`. */
export interface Sudoer {
  readonly who: string;
  readonly passwordless: boolean;
}

/** Users and groups that the rules of /etc/sudoers name (sudoers(5)), with user aliases resolved. */
export function parseSudoers(text: string): Sudoer[] {
  const rules = text
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#(?!\d).*$/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("@"));
  const aliases = new Map<string, readonly string[]>();
  for (const rule of rules) {
    if (!rule.startsWith("User_Alias")) continue;
    for (const part of rule.slice("User_Alias".length).split(":")) {
      const [name = "", members = ""] = part.split("=");
      aliases.set(name.trim(), names(members));
    }
  }
  const unasked = rules.some((rule) => /^Defaults\s[^"]*!authenticate\b/.test(rule));
  const found = new Map<string, boolean>();
  for (const rule of rules) {
    if (/^(?:Defaults|(?:User|Runas|Host|Cmnd|Cmd)_Alias)/.test(rule)) continue;
    const equals = rule.indexOf("=");
    if (equals < 0) continue;
    const [users = ""] = words(rule.slice(0, equals).replace(/\s*,\s*/g, ","));
    const passwordless = unasked || /\bNOPASSWD\s*:/.test(rule) || /!authenticate\b/.test(rule);
    for (const who of names(users).flatMap((name) => resolved(name, aliases, 0)))
      found.set(who, passwordless || found.get(who) === true);
  }
  return [...found].map(([who, passwordless]) => ({ who, passwordless }));
}

function words(text: string): readonly string[] {
  return text.match(/(?:\\.|"[^"]*"|[^\s\\"])+/g) ?? [];
}
function names(list: string): readonly string[] {
  return list
    .split(/(?<!\\),/)
    .map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .replace(/\\(.)/g, "$1"),
    )
    .filter((name) => name !== "" && !name.startsWith("!"));
}
function resolved(name: string, aliases: ReadonlyMap<string, readonly string[]>, depth: number): readonly string[] {
  const members = aliases.get(name);
  return members === undefined || depth > 8 ? [name] : members.flatMap((it) => resolved(it, aliases, depth + 1));
}
