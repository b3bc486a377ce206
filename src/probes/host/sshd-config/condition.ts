import { delimited } from "./lines.ts";
import { type Match, matchAddresses, matchList } from "./patterns.ts";

/** Who comes, and from where; what is absent could be anything. */
export interface Connection {
  readonly user: string;
  /** Names of all groups of the user; none for a user that there isn't. */
  readonly groups: readonly string[];
  readonly address: string;
  /** Name of the machine it comes from; its address, where sshd asks no DNS. */
  readonly host?: string | undefined;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
}

const positive = (it: Match | "mistake") => it === "positive";

/** Each criterion of a Match line that can be told for a connection; `undefined` where it can't. */
const criteria: Readonly<Record<string, (value: string, from: Connection) => boolean | undefined>> = {
  user: (value, { user }) => positive(matchList(user, value)),
  group: (value, { groups }) => {
    const found = groups.map((it) => matchList(it, value));
    // A negated pattern that matches one of the groups outweighs all that match others.
    return found.includes("positive") && !found.includes("negative");
  },
  host: (value, { host }) => (host === undefined ? undefined : positive(matchList(host.toLowerCase(), value, true))),
  address: (value, { address }) => positive(matchAddresses(address, value)),
  localaddress: (value, { localAddress }) =>
    localAddress === undefined ? undefined : positive(matchAddresses(localAddress, value)),
  localport: (value, { localPort }) => (localPort === undefined ? undefined : Number(value) === localPort),
};

/** The criteria of a Match line, in small letters, with their values. */
export function criteriaOf(rest: string): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  let left = rest;
  while (left !== "") {
    const name = delimited(left);
    if (name.token.startsWith("#")) break;
    const value = name.token.toLowerCase() === "all" ? { token: "", rest: name.rest } : delimited(name.rest);
    found.push([name.token.toLowerCase(), value.token]);
    left = value.rest;
  }
  return found;
}

/** Whether what follows a Match line counts for a connection; `undefined` where one of its criteria can't be told. */
export function decide(rest: string, from: Connection): boolean | undefined {
  let unsure = false;
  for (const [name, value] of criteriaOf(rest)) {
    if (name === "all") return true;
    const told = criteria[name]?.(value, from);
    if (told === false) return false;
    if (told === undefined) unsure = true;
  }
  return unsure ? undefined : true;
}
