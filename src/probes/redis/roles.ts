import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext } from "../probe.ts";
import type { AclSet, AclUser } from "./acl.ts";
import { superuserBy } from "./superuser.ts";

type Roles = FactsOf<"database-roles">;

const mostPrivileges = 500;
const mostRules = 200;
const knownCategories = new Set(
  "all keyspace read write set sortedset list hash string bitmap hyperloglog geo stream pubsub admin fast slow blocking dangerous connection transaction scripting".split(
    " ",
  ),
);

/**
 * What each set of rules gives: those of the user itself one by one, as the server lists them in no order of its own, each
 * selector in one, as its commands go with its keys alone.
 */
function written({ commands, keys, channels }: AclSet, at: number): readonly string[] {
  const granted = commands.filter((it, place) => place > 0 || !(it === "-@all" || it === "nocommands"));
  const most = [...granted, ...keys, ...channels].slice(0, mostRules);
  return at === 0 || most.length === 0 ? most : [`(${most.join(" ")})`];
}

/** What the users of Redis may do. Their passwords are kept as SHA-256 without salt. */
export function databaseRoles(
  users: readonly AclUser[],
  settings: ReadonlyMap<string, string>,
  { fingerprint, deposit }: Pick<ProbeContext, "fingerprint" | "deposit">,
): Roles {
  for (const { name, passwords } of users)
    for (const kept of passwords) deposit.kept(kept, { scheme: "redis", account: name });
  const roles = users.map((user): Roles["roles"][number] => {
    const [first] = user.passwords;
    return {
      name: user.name,
      canLogIn: user.enabled && (user.noPassword || first !== undefined),
      ...(user.noPassword && { password: "none" as const }),
      ...(first !== undefined && { password: "weak-hash" as const, fingerprint: fingerprint(first) }),
      superuser: superuserBy(user, settings),
      owns: [],
      privileges: user.sets.flatMap(written).slice(0, mostPrivileges),
    };
  });
  return { product: "redis", roles, unseen: users.flatMap(unseenOf) };
}

function unseenOf(user: AclUser): Roles["unseen"] {
  const categories = user.sets.flatMap(({ commands }) =>
    commands.filter((it) => it[1] === "@" && !knownCategories.has(it.slice(2))),
  );
  const rules = [...user.unknown, ...categories.filter((it) => it.startsWith("+"))].slice(0, 5);
  const told: { reason: string; wouldVerify: string }[] = [];
  if (rules.length > 0)
    told.push({
      reason: `the user ${user.name} has rules that are not known here: ${rules.join(" ").slice(0, 300)}`,
      wouldVerify: "look by hand what these rules allow",
    });
  if (user.passwords.length > 1)
    told.push({
      reason: `the user ${user.name} has ${user.passwords.length} passwords, of which the first was compared with others`,
      wouldVerify: `leave the user ${user.name} one password`,
    });
  const wide = user.sets.some((it) => it.commands.length + it.keys.length + it.channels.length > mostRules);
  if (wide || user.sets.flatMap(written).length > mostPrivileges)
    told.push({
      reason: `the user ${user.name} has more rules than are told here`,
      wouldVerify: `give the user ${user.name} fewer rules`,
    });
  return told;
}
