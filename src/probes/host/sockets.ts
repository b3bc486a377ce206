import type { FactsOf } from "../fact-kinds.ts";
import { userNames } from "./accounts.ts";
import { type Collected, lines } from "./collected.ts";
import type { Socket } from "./facts.ts";
import { type Process, readProcesses } from "./processes.ts";

/** A socket of /proc/net with its inode, by which its processes are found. */
export interface NetEntry {
  readonly address: string;
  readonly port: number;
  readonly userId: number;
  readonly inode: number;
}

const listening = "0A";
const unconnected = "07";

/**
 * Listening sockets of /proc/net/tcp and tcp6, bound ones of udp and udp6 (proc_pid_net(5)).
 *
 * @param bigEndian - addresses are printed as words in the machine's own byte order
 */
export function parseNet(text: string, protocol: "tcp" | "udp", bigEndian = false): readonly NetEntry[] {
  return lines(text).flatMap((line) => {
    const [, local = "", , state, , , , user, , inode] = line.trim().split(/\s+/);
    if (state !== (protocol === "tcp" ? listening : unconnected)) return [];
    const at = parseNetAddress(local, bigEndian);
    return at === undefined ? [] : [{ ...at, userId: Number(user), inode: Number(inode) }];
  });
}

/** Address and port as /proc/net writes them: `0100007F:46A0`. */
export function parseNetAddress(text: string, bigEndian: boolean) {
  const [, address = "", port = ""] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(text) ?? [];
  if (address === "") return undefined;
  const bytes = (address.match(/.{8}/g) ?? []).flatMap((word) => {
    const inOrder = [...Buffer.from(word, "hex")];
    return bigEndian ? inOrder : inOrder.reverse();
  });
  return { address: written(bytes), port: Number.parseInt(port, 16) };
}

/** Whether this machine writes the words of an address as they are. */
export function isBigEndian(from: Collected): boolean {
  return /^(?:s390x?|ppc64|ppc|mips|mips64|sparc64)$/.test(from.text("machine").trim());
}

function written(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  if (groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff")
    return `::ffff:${bytes.slice(12).join(".")}`;
  // The URL parser writes IPv6 addresses in the canonical form of RFC 5952.
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

/** Who may reach an address of this host by its kind alone. */
export function scopeOf(address: string): Socket["scope"] {
  if (/^(?:::ffff:)?127\./.test(address) || address === "::1") return "loopback";
  return ["0.0.0.0", "::", "::ffff:0.0.0.0"].includes(address) ? "any" : "address";
}

/** Processes by the inode of the sockets they hold, of `ls -l /proc/PID/fd`. */
export function parseSocketHolders(text: string): ReadonlyMap<number, readonly number[]> {
  const holders = new Map<number, number[]>();
  let processId = 0;
  for (const line of lines(text)) {
    const folder = /^\/proc\/(\d+)\/fd:$/.exec(line);
    // A file may be named like the link to a socket; its path begins with a slash.
    const inode = /^l(?:(?! -> ).)* -> socket:\[(\d+)\]$/.exec(line);
    if (folder !== null) processId = Number(folder[1]);
    else if (inode !== null && processId > 0) {
      const known = holders.get(Number(inode[1])) ?? [];
      if (!known.includes(processId)) holders.set(Number(inode[1]), [...known, processId]);
    }
  }
  return holders;
}

/** A listening socket with all processes that hold it; the first of them is the one that opened it. */
export interface HeldSocket {
  readonly socket: Socket;
  readonly holders: readonly Process[];
}

export function readSockets(from: Collected): readonly HeldSocket[] {
  const processes = readProcesses(from);
  const holders = parseSocketHolders(from.section("fds").bytes.toString());
  const users = userNames(from);
  const bigEndian = isBigEndian(from);
  const tables = ["tcp", "tcp6", "udp", "udp6"] as const;
  return tables.flatMap((table) => {
    const protocol = table.startsWith("tcp") ? "tcp" : "udp";
    const section = from.section(`net-${table}`);
    // A kernel without IPv6 has no tcp6 and udp6; one that doesn't let us read them has.
    if (section.exitCode !== 0 && table.endsWith("6") && !/permission|permitted/i.test(section.stderr)) return [];
    return parseNet(from.text(`net-${table}`), protocol, bigEndian).map((entry) => {
      const held = oldestFirst((holders.get(entry.inode) ?? []).flatMap((id) => processes.get(id) ?? []));
      const owner = serverOf(held);
      const socket: Socket = {
        protocol,
        family: table.endsWith("6") ? "ipv6" : "ipv4",
        address: entry.address,
        port: entry.port,
        scope: scopeOf(entry.address),
        userId: entry.userId,
        user: users.get(entry.userId),
        processId: owner?.processId,
        process: owner?.name,
        executable: owner?.executable,
      };
      return { socket, holders: held };
    });
  });
}

/** A parent that holds the socket too comes before its children. */
function oldestFirst(held: readonly Process[]): readonly Process[] {
  const ids = new Set(held.map(({ processId }) => processId));
  const isChild = (it: Process) => (ids.has(it.parentId) ? 1 : 0);
  return [...held].sort((a, b) => isChild(a) - isChild(b) || a.processId - b.processId);
}

/**
 * The process that serves: the one that opened the socket. Process 1 that is systemd only keeps the sockets of others,
 * and serves while nobody else does.
 */
export function serverOf(held: readonly Process[]): Process | undefined {
  const [first] = held;
  const keeper = first?.processId === 1 && (first.executable?.split("/").at(-1) ?? first.name) === "systemd";
  return keeper ? (held[1] ?? first) : first;
}

export function hostListeners(from: Collected): FactsOf<"host-listeners"> {
  const sockets = readSockets(from).map(({ socket }) => socket);
  return { sockets, ownersSeen: sockets.every(({ processId }) => processId !== undefined) };
}
