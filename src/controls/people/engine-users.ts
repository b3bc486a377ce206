import type { FactsOf } from "../../probes/fact-kinds.ts";

/** Groups by whose membership somebody may use a container engine. */
const engineGroups = ["docker", "podman", "containerd", "lxd", "incus", "incus-admin"];

/** Accounts that may use a container engine by a group, with the group's name. */
export function engineUsers({ accounts, groups }: FactsOf<"host-accounts">): ReadonlyMap<string, string> {
  const users = new Map<string, string>();
  for (const { name, groupId, members } of groups.filter((it) => engineGroups.includes(it.name))) {
    const primary = accounts.filter((it) => it.groupId === groupId).map((it) => it.name);
    for (const account of [...members, ...primary]) users.set(account, name);
  }
  return users;
}
