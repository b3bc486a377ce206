/** Groups whose members are root by what the group may do, however the host is set up (besides the rules of sudo). */
const groups: Readonly<Record<string, string>> = {
  docker: "its members tell the Docker engine, which is root, what to start",
  lxd: "its members start containers that may hold all of the host",
  "incus-admin": "its members start containers that may hold all of the host",
  disk: "its members read and write the raw disks, past every mode of a file",
  shadow: "its members read the hashes of every password, root's among them",
};

/** Why a member of a group is root, if its name alone tells. */
export function rootGroup(name: string): string | undefined {
  return Object.hasOwn(groups, name) ? groups[name] : undefined;
}
