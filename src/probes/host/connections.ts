import type { FactsOf } from "../fact-kinds.ts";
import { userNames } from "./accounts.ts";
import { type Collected, lines } from "./collected.ts";
import { parseUnits, readProcesses } from "./processes.ts";
import { isBigEndian, parseNetAddress, parseSocketHolders, serverOf } from "./sockets.ts";

/** Connections that processes of this host have begun, with who they are (proc_pid_net(5)). */
export function hostConnections(from: Collected): FactsOf<"host-connections"> {
  const bigEndian = isBigEndian(from);
  const text = from.text("outgoing");
  const processes = readProcesses(from);
  const holders = parseSocketHolders(from.section("fds").bytes.toString());
  const units = parseUnits(from.section("cgroups").bytes.toString());
  const users = userNames(from);
  const connections = lines(text).flatMap((line) => {
    const [, entry = ""] = line.split("\t");
    const [, local = "", remote = "", , , , , user, , inode] = entry.trim().split(/\s+/);
    const [here, there] = [parseNetAddress(local, bigEndian), parseNetAddress(remote, bigEndian)];
    if (here === undefined || there === undefined) return [];
    const held = (holders.get(Number(inode)) ?? []).flatMap((id) => processes.get(id) ?? []);
    const owner = serverOf(held);
    return [
      {
        ...{ localAddress: plain(here.address), localPort: here.port },
        ...{ remoteAddress: plain(there.address), remotePort: there.port },
        user: users.get(Number(user)) ?? String(Number(user)),
        ...(owner !== undefined && { process: owner.name, unit: units.get(owner.processId) }),
      },
    ];
  });
  return { connections, whole: !/^more$/m.test(text) };
}

/** An IPv4 address that IPv6 carries is the same address. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, "");
}
