import type { People } from "./people.ts";
import type { FoundWay } from "./way.ts";

/** Groups whose members are root by what the group may do, however the host is set up (besides the rules of sudo). */
const rootGroups: Readonly<Record<string, string>> = {
  docker: "its members tell the Docker engine, which is root, what to start",
  lxd: "its members start containers that may hold all of the host",
  "incus-admin": "its members start containers that may hold all of the host",
  disk: "its members read and write the raw disks, past every mode of a file",
  shadow: "its members read the hashes of every password, root's among them",
  libvirt: "its members start virtual machines that may hold every disk and file of the host",
};

/** Groups that are more than others, and not root by it. */
const raisedGroups: Readonly<Record<string, string>> = {
  adm: "its members read the logs of the system",
  "systemd-journal": "its members read the journal of the system",
  kvm: "its members start virtual machines",
  kmem: "its members read the kernel's memory where there is a device for it",
  input: "its members read what is typed",
};

/** Why a member of a group is root, if its name alone tells. */
export function rootGroup(name: string): string | undefined {
  return Object.hasOwn(rootGroups, name) ? rootGroups[name] : undefined;
}

export function groupWays({ groups }: People): {
  readonly root: readonly FoundWay[];
  readonly raised: readonly FoundWay[];
} {
  const of = (known: Readonly<Record<string, string>>) =>
    groups.flatMap(({ name, groupId }): readonly FoundWay[] => {
      const because = Object.hasOwn(known, name) ? known[name] : undefined;
      if (because === undefined) return [];
      return [{ who: { groupId }, way: { by: "group", path: [because], withoutPassword: true, granted: true } }];
    });
  return { root: of(rootGroups), raised: of(raisedGroups) };
}
