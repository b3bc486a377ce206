import type { FactsOf } from "../fact-kinds.ts";
import { userNames } from "./accounts.ts";
import type { Collected } from "./collected.ts";
import { type Process, parseUnits, readProcesses } from "./processes.ts";
import { readSockets, serverOf } from "./sockets.ts";

function ownNamespaces(process: Process, first: Process | undefined): string[] | undefined {
  const theirs = Object.entries(process.namespaces);
  const known = first?.namespaces ?? {};
  if (theirs.length < 3 || Object.keys(known).length < 3) return undefined;
  return theirs.filter(([kind, target]) => known[kind] !== target).map(([kind]) => kind);
}

export function hostProcesses(from: Collected): FactsOf<"host-processes"> {
  const held = readSockets(from);
  const first = readProcesses(from).get(1);
  const units = parseUnits(from.section("cgroups").bytes.toString());
  const users = userNames(from);
  const owners = new Map(
    held.flatMap(({ holders }) => {
      const owner = serverOf(holders);
      return owner === undefined ? [] : [[owner.processId, owner] as const];
    }),
  );
  const processes = [...owners.values()].map((owner) => {
    const own = held.filter(({ holders }) => serverOf(holders)?.processId === owner.processId);
    const workers = own.flatMap(({ holders }) =>
      holders.filter((it) => it.processId !== 1).map(({ userIds }) => userIds.effective),
    );
    return {
      processId: owner.processId,
      name: owner.name,
      executable: owner.executable,
      userIds: owner.userIds,
      user: users.get(owner.userIds.effective),
      capabilities: [...owner.capabilities],
      noNewPrivileges: owner.noNewPrivileges,
      seccomp: owner.seccomp,
      ownNamespaces: ownNamespaces(owner, first),
      unit: units.get(owner.processId),
      ports: [...new Set(own.filter(({ socket }) => socket.scope !== "loopback").map(({ socket }) => socket.port))],
      workerUserIds: [...new Set(workers.filter((id) => id !== owner.userIds.effective))],
    };
  });
  return { processes, unseenSockets: held.filter(({ holders }) => holders.length === 0).length };
}
