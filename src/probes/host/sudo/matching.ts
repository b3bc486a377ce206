import { globExpression } from "./glob.ts";
import { isInNetwork } from "./networks.ts";
import type { SudoAccount, SudoGroup, SudoHost, SudoRequest } from "./request.ts";
import type { Member, Sudoers } from "./sudoers.ts";

/** True: allowed; false: ruled out by `!`; undefined: not spoken of. */
export type Match = boolean | undefined;

/** Of a list the last member that speaks of it decides. */
export function lastMatch<T>(members: readonly T[], matchOf: (member: T) => Match): Match {
  for (const member of members.toReversed()) {
    const match = matchOf(member);
    if (match !== undefined) return match;
  }
  return undefined;
}

type MemberAliases = ReadonlyMap<string, readonly Member[]>;

/** Follows aliases; one that leads to itself, as one that isn't there, is taken for a plain name. */
function matchMembers(
  members: readonly Member[],
  aliases: MemberAliases,
  plain: (member: Member) => boolean,
  above: readonly string[] = [],
): Match {
  return lastMatch(members, (member) => {
    const named = member.kind === "alias" ? aliases.get(member.text) : undefined;
    if (named !== undefined && !above.includes(member.text)) {
      const inner = matchMembers(named, aliases, plain, [...above, member.text]);
      return inner === undefined ? undefined : inner !== member.negated;
    }
    if (member.kind === "all" || plain(member)) return !member.negated;
    return undefined;
  });
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function isAccount(member: Member, account: SudoAccount): boolean {
  if (member.kind === "id") return Number(member.text) === account.userId;
  if (member.kind === "group") return account.groups.some(({ name }) => same(name, member.text));
  if (member.kind === "group-id") return account.groups.some(({ groupId }) => groupId === Number(member.text));
  return (member.kind === "name" || member.kind === "alias") && same(member.text, account.name);
}

export function matchUser(members: readonly Member[], { aliases }: Sudoers, user: SudoAccount): Match {
  return matchMembers(members, aliases.user, (member) => isAccount(member, user));
}

export function matchHost(members: readonly Member[], { aliases }: Sudoers, host: SudoHost): Match {
  return matchMembers(members, aliases.host, (member) => {
    if (member.kind === "network") return host.addresses.some((it) => isInNetwork(it, member.text));
    if (member.kind !== "name" && member.kind !== "alias") return false;
    const names = host.names.filter((it) => it.includes(".") === member.text.includes("."));
    const pattern = globExpression(member.text, { ignoreCase: true });
    return names.some((name) => pattern.test(name));
  });
}

interface RunAs {
  readonly users?: readonly Member[];
  readonly groups?: readonly Member[];
}

/** Whether a rule lets its users become that account, or take that group. */
export function matchRunAs(runAs: RunAs | undefined, sudoers: Sudoers, request: SudoRequest, usual: string): Match {
  const { user, runAs: account, runGroup } = request;
  const aliases = sudoers.aliases.runAs;
  if (runAs === undefined) {
    const isUsual = usual.startsWith("#") ? Number(usual.slice(1)) === account.userId : same(usual, account.name);
    return isUsual || undefined;
  }
  const byUser =
    runAs.users === undefined
      ? undefined
      : matchMembers(runAs.users, aliases, (member) =>
          member.kind === "myself" ? account.name === user.name : isAccount(member, account),
        );
  if (runGroup === undefined) return byUser;
  const asUser = byUser ?? (account.name === user.name ? true : undefined);
  const byGroup =
    matchMembers(runAs.groups ?? [], aliases, (member) => isGroup(member, runGroup)) ??
    (account.groupId === runGroup.groupId ? true : undefined);
  if (asUser === false || byGroup === false) return false;
  return asUser === true && byGroup === true ? true : undefined;
}

function isGroup(member: Member, group: SudoGroup): boolean {
  if (member.kind === "id" || member.kind === "group-id") return Number(member.text) === group.groupId;
  return (member.kind === "name" || member.kind === "alias") && same(member.text, group.name);
}
