/** One set of rules of a user: commands, keys and channels that go together. The first is its root, others are selectors. */
export interface AclSet {
  /** `+get`, `-@admin`, `allcommands` … in their order. */
  readonly commands: readonly string[];
  /** `~shop:*`, `%R~shop:*`. */
  readonly keys: readonly string[];
  /** `&news`. */
  readonly channels: readonly string[];
}

/** A user as `ACL LIST` writes it (redis.io, ACL). */
export interface AclUser {
  readonly name: string;
  readonly enabled: boolean;
  /** Any password is right. */
  readonly noPassword: boolean;
  /** SHA-256 of its passwords, in hex. */
  readonly passwords: readonly string[];
  readonly sets: readonly AclSet[];
  /** Rules that are not known here: a newer server may mean more by them. */
  readonly unknown: readonly string[];
}

/** A command with the categories that it is in. */
export interface AclCommand {
  /** Lower case; a subcommand as `config|set`. */
  readonly name: string;
  readonly categories: readonly string[];
}

const harmless = new Set(["sanitize-payload", "skip-sanitize-payload"]);
const all = new Set(["+@all", "allcommands"]);
const none = new Set(["-@all", "nocommands"]);

/** Reads a line of `ACL LIST`; `undefined` for what is none. Rules hold no blanks, so words are rules. */
export function parseAclUser(line: string): AclUser | undefined {
  const [user, name, ...words] = line.split(" ");
  if (user !== "user" || name === undefined || name === "") return undefined;
  const own: string[] = [];
  const selectors: string[][] = [];
  let selector: string[] | undefined;
  for (const word of words.filter((it) => it !== "")) {
    if (selector === undefined && !word.startsWith("(")) {
      own.push(word);
      continue;
    }
    selector ??= [];
    const bare = selector.length === 0 && word.startsWith("(") ? word.slice(1) : word;
    const ends = word.endsWith(")");
    selector.push(ends ? bare.slice(0, -1) : bare);
    if (!ends) continue;
    selectors.push(selector.filter((it) => it !== ""));
    selector = undefined;
  }
  const state = stateOf(own);
  const sets = [own, ...selectors].map((rules) => readSet(rules));
  // A selector that never ends is not one that may be passed over.
  const open = selector === undefined ? [] : [`(${selector.join(" ")}`];
  return { name, ...state, sets: sets.map((it) => it.set), unknown: [...sets.flatMap((it) => it.unknown), ...open] };
}

function stateOf(rules: readonly string[]) {
  let [enabled, noPassword] = [false, false];
  let passwords: string[] = [];
  for (const rule of rules) {
    if (rule === "on") enabled = true;
    else if (rule === "off") enabled = false;
    else if (rule === "nopass") [noPassword, passwords] = [true, []];
    else if (rule === "resetpass") [noPassword, passwords] = [false, []];
    else if (rule.startsWith("#")) [noPassword, passwords] = [false, [...passwords, rule.slice(1).toLowerCase()]];
  }
  return { enabled, noPassword, passwords };
}

// A pattern with a bracket at its end looks like the end of a selector; what is left over is no name of a command then.
const commandRule = /^[+-]@?[\w.:|-]+$/;
const stateWords = /^(?:on|off|nopass|resetpass|#[0-9a-f]+)$/i;

function readSet(rules: readonly string[]): { readonly set: AclSet; readonly unknown: readonly string[] } {
  let [commands, keys, channels]: [string[], string[], string[]] = [[], [], []];
  const unknown: string[] = [];
  for (const rule of rules) {
    if (all.has(rule) || none.has(rule)) commands = [rule];
    else if (commandRule.test(rule)) commands.push(rule.toLowerCase());
    else if (rule === "allkeys") keys = ["~*"];
    else if (rule === "resetkeys") keys = [];
    else if (/^(?:~|%(?:R|W|RW|WR)~)/i.test(rule)) keys.push(rule);
    else if (rule === "allchannels") channels = ["&*"];
    else if (rule === "resetchannels") channels = [];
    else if (rule.startsWith("&")) channels.push(rule);
    else if (!stateWords.test(rule) && !harmless.has(rule)) unknown.push(rule);
  }
  return { set: { commands, keys, channels }, unknown };
}

/** Whether a user may run a command by one of its sets, whatever the keys: later rules override earlier ones. */
export function mayRun({ sets }: Pick<AclUser, "sets">, command: AclCommand): boolean {
  return sets.some(({ commands }) => {
    const last = commands.findLast((rule) => touches(rule, command));
    return last !== undefined && (last.startsWith("+") || last === "allcommands");
  });
}

function touches(rule: string, { name, categories }: AclCommand): boolean {
  if (all.has(rule) || none.has(rule)) return true;
  const what = rule.slice(1);
  if (what.startsWith("@")) return categories.includes(what.slice(1));
  return what === name || what === name.split("|", 1)[0];
}
