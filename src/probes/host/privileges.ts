import type { FactsOf } from "../fact-kinds.ts";
import { parseGroups, parsePasswd } from "./accounts.ts";
import { type Collected, troubleOf } from "./collected.ts";
import { rootGroup } from "./privileges/root-groups.ts";
import type { RootWay } from "./privileges-facts.ts";
import { parseSudoers } from "./sudoers.ts";

type Privileges = FactsOf<"host-privileges">;

/** Who is root on the host, or can come to be, and by which ways. */
export function hostPrivileges(from: Collected): Privileges {
  const accounts = parsePasswd(from.text("passwd"));
  const groups = parseGroups(from.text("groups"));
  const ways = new Map<string, RootWay[]>();
  const add = (account: string, way: RootWay) => {
    const known = ways.get(account) ?? [];
    ways.set(account, [...known, way]);
  };
  const members = (name: string) => {
    const group = groups.find((it) => it.name === name);
    const own = accounts.filter((it) => it.groupId === group?.groupId).map((it) => it.name);
    return [...new Set([...(group?.members ?? []), ...own])];
  };
  for (const { name, userId } of accounts)
    if (userId === 0) add(name, { by: "user-id", path: ["user id 0"], withoutPassword: true, granted: true });
  for (const { name } of groups) {
    const because = rootGroup(name);
    if (because === undefined) continue;
    for (const account of members(name))
      add(account, { by: "group", path: [`group ${name}: ${because}`], withoutPassword: true, granted: true });
  }
  const sudoers = from.section("sudoers");
  const trouble = sudoers.exitCode === 127 ? undefined : troubleOf("/etc/sudoers", sudoers);
  for (const { who, passwordless } of trouble === undefined ? parseSudoers(sudoers.bytes.toString()) : []) {
    const named = who.startsWith("%") ? members(who.slice(1)) : [who];
    for (const account of named)
      add(account, { by: "sudo", path: [`sudo rule for ${who}`], withoutPassword: passwordless, granted: true });
  }
  return {
    rootEquivalents: [...ways].map(([account, all]) => ({ account, ways: all })),
    raised: [],
    unseen: trouble === undefined ? [] : [{ reason: trouble.message, wouldVerify: trouble.wouldVerify }],
  };
}
