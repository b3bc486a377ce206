import type { FactsOf } from "../../probes/fact-kinds.ts";
import { type HostAccess, hostPrincipals } from "./host-principals.ts";
import type { Principal } from "./principal.ts";

/** Groups by whose membership somebody may use a container engine. */
const engineGroups = ["docker", "podman", "containerd", "lxd", "incus", "incus-admin"];

/** Accounts that may use a container engine by a group, as principals whose power that is. */
export function engineUsers(access: HostAccess, now: Date): readonly Principal[] {
  const { accounts, groups } = access.accounts;
  const users = new Map<string, string>();
  for (const { name, groupId, members } of groups.filter((it) => engineGroups.includes(it.name))) {
    const primary = accounts.filter((it) => it.groupId === groupId).map((it) => it.name);
    for (const account of [...members, ...primary]) users.set(account, name);
  }
  return hostPrincipals(access, now)
    .filter((it) => users.has(it.name))
    .map((it) => ({ ...it, powers: [`group ${users.get(it.name)}`] }));
}

/** Sockets by which whoever is on the host may become root, such as an engine's. */
export function openSockets({ rootEquivalents }: FactsOf<"host-privileges">): readonly string[] {
  const anybody = rootEquivalents.filter((it) => it.account === "*").flatMap((it) => it.ways);
  return anybody.filter((it) => it.by === "socket").map((it) => it.path.join(" → "));
}
