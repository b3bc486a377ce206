import type { SudoAccount, SudoGroup } from "../sudo/request.ts";

/** Whom something is open to: an account, the members of a group, or everybody. */
export type Who = { readonly userId: number } | { readonly groupId: number } | "everybody";

/** Stands for whichever account there is. */
export const everybody = "*";

/** The accounts and groups of a host, and who is meant by an id. */
export interface People {
  readonly accounts: readonly SudoAccount[];
  readonly groups: readonly SudoGroup[];
  /** Names of the accounts that are meant, root left out; an id without an account is `#ID`. */
  accountsOf(who: Who): readonly string[];
  /** `the group deploy`, `alice`, `everybody`. */
  nameOf(who: Who): string;
}

interface Account {
  readonly name: string;
  readonly userId: number;
  readonly groupId: number;
}
interface Group extends SudoGroup {
  readonly members: readonly string[];
}

export function people(accounts: readonly Account[], groups: readonly Group[]): People {
  const known = accounts.map(({ name, userId, groupId }) => ({
    ...{ name, userId, groupId },
    groups: groups.filter((it) => it.groupId === groupId || it.members.includes(name)),
  }));
  const groupName = (id: number) => groups.find(({ groupId }) => groupId === id)?.name ?? `#${id}`;
  return {
    accounts: known,
    groups,
    accountsOf(who) {
      if (who === "everybody") return [everybody];
      if ("groupId" in who) {
        const members = known.filter(
          (it) => it.groups.some(({ groupId }) => groupId === who.groupId) || it.groupId === who.groupId,
        );
        return members.filter((it) => it.userId !== 0).map(({ name }) => name);
      }
      if (who.userId === 0) return [];
      const own = known.filter(({ userId }) => userId === who.userId).map(({ name }) => name);
      return own.length === 0 ? [`#${who.userId}`] : own;
    },
    nameOf(who) {
      if (who === "everybody") return "everybody";
      if ("groupId" in who) return `the group ${groupName(who.groupId)}`;
      return known.find(({ userId }) => userId === who.userId)?.name ?? `the user id ${who.userId}`;
    },
  };
}
