import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Collected } from "../host/collected.ts";
import { lines } from "../host/collected.ts";
import { type Process, parseLinks, readProcesses } from "../host/processes.ts";
import { shellOfProgram, shellStarted } from "../image/collectors/remote-shells/service-definitions.ts";
import { type Program, readPrograms } from "./programs.ts";

type Facts = FactsOf<"container-processes">;
type ContainerProcess = Facts["processes"][number];

const asRoot = "run as root on the host of the container";
const kinds = {
  net: "network",
  pid: "pid",
  ipc: "ipc",
  uts: "uts",
  user: "user",
  cgroup: "cgroup",
  mnt: "mount",
} as const;
const seccomp = ["off", "strict", "filter"] as const;

/** How the container's processes really run. @throws TroubleError where that can't be seen from here */
export function containerProcesses(from: Collected): Facts {
  assertSeen(from);
  const links = parseLinks(from.section("links").bytes.toString());
  const hosts = [...parseLinks(from.section("host-links").bytes.toString())];
  const maps = readUserMaps(from.section("user-maps").bytes.toString());
  const confinements = byProcess(from.section("confinements").bytes.toString(), "/attr/current");
  const words = byProcess(from.section("command-lines").bytes.toString(), "");
  const programs = readPrograms(from.text("programs"));
  const all = [...readProcesses(from).values()];
  const processes = all.map((it): ContainerProcess => {
    const hostNamespaces = Object.entries(kinds).flatMap(([link, kind]) => {
      const own = links.get(`/proc/${it.processId}/ns/${link}`);
      return own !== undefined && hosts.some(([path, host]) => path.endsWith(`/ns/${link}`) && host === own)
        ? [kind]
        : [];
    });
    const userId = maps.get(it.processId)?.(it.userIds.effective);
    const appArmor = confinements.get(it.processId)?.trim();
    const remoteShell = shellOf(it, words.get(it.processId) ?? "", programs.get(it.processId));
    return {
      ...{ processId: it.processId, name: it.name, hostUserId: it.userIds.effective, hostNamespaces },
      ...(it.executable !== undefined && { executable: it.executable }),
      ...(userId !== undefined && { userId }),
      capabilities: it.capabilities.map((one) => one.replace(/^CAP_/, "")),
      ...{ seccomp: seccomp[it.seccomp] ?? "off", noNewPrivileges: it.noNewPrivileges },
      ...(appArmor && { appArmor }),
      ...(remoteShell !== undefined && { remoteShell }),
    };
  });
  return { processes, unseen: unseenOf(from, all, links, programs) };
}

/** Whether the script came to see the container's processes at all. */
export function assertSeen(from: Collected): void {
  const told = from.text("first").trim();
  const trouble: Trouble | undefined =
    told === "found" && from.text("statuses").trim() !== ""
      ? undefined
      : told === "denied"
        ? { kind: "denied", message: "the container's processes may not be looked at", wouldVerify: asRoot }
        : {
            kind: "unsupported",
            message: "the container's processes are not among those of this machine",
            wouldVerify: "run Holdfast on the machine that the container runs on",
          };
  if (trouble !== undefined) throw new TroubleError(trouble);
}

/** A remote shell by its name, by how it calls itself, or by the content of its program. */
function shellOf(it: Process, line: string, program: Program | undefined): ContainerProcess["remoteShell"] {
  // The script writes 1 for the byte that parts the words. A program may write a title of its own there.
  const title = line.replaceAll("\u0001", " ").trim();
  const named =
    shellOfProgram(it.executable ?? "") ??
    shellOfProgram(it.name) ??
    shellStarted(title.replace(/:( .*)?$/s, ""))?.shell;
  if (named !== undefined) return { shell: named, how: "name" };
  const held = program !== undefined && "shells" in program ? program.shells[0] : undefined;
  return held === undefined ? undefined : { shell: held, how: "content" };
}

/** User ids inside a user namespace by those outside (user_namespaces(7)). */
function readUserMaps(text: string): ReadonlyMap<number, (hostUserId: number) => number | undefined> {
  const ranges = new Map<number, (readonly number[])[]>();
  for (const line of lines(text)) {
    const [, id, range = ""] = /^\/proc\/(\d+)\/uid_map:\s*(\d+\s+\d+\s+\d+)$/.exec(line) ?? [];
    if (id !== undefined) ranges.set(Number(id), [...(ranges.get(Number(id)) ?? []), range.split(/\s+/).map(Number)]);
  }
  return new Map(
    [...ranges].map(([id, all]) => [
      id,
      (hostUserId: number) => {
        const found = all.find(([, outside = 0, count = 0]) => hostUserId >= outside && hostUserId < outside + count);
        return found === undefined ? undefined : hostUserId - (found[1] ?? 0) + (found[0] ?? 0);
      },
    ]),
  );
}

function byProcess(text: string, file: string): ReadonlyMap<number, string> {
  return new Map(
    lines(text).flatMap((line) => {
      const [, id, path, rest] = /^\/proc\/(\d+)([\w/]*):(.*)$/s.exec(line) ?? [];
      return id !== undefined && path === file ? [[Number(id), rest ?? ""] as const] : [];
    }),
  );
}

function unseenOf(
  from: Collected,
  all: readonly Process[],
  links: ReadonlyMap<string, string>,
  programs: ReadonlyMap<number, Program>,
): Facts["unseen"] {
  const gap = (reason: string, wouldVerify = asRoot) => ({ reason, wouldVerify });
  const dark = all.filter((it) => Object.keys(kinds).some((kind) => !links.has(`/proc/${it.processId}/ns/${kind}`)));
  const members = lines(from.text("members")).length;
  const programGaps = all.flatMap((it) => {
    const program = programs.get(it.processId) ?? { unseen: "its program was not read" };
    const what = `process ${it.name} (${it.executable ?? "of an unseen program"})`;
    if ("unseen" in program) return [gap(`${what}: ${program.unseen}`, "look by hand what it serves")];
    if (program.packed)
      return [gap(`${what}: its program is packed by UPX`, "unpack it before it goes into the image")];
    return program.goServer && program.shells.length === 0
      ? [gap(`${what} serves SSH by a library of Go; whether that gives a shell isn't in its program`, "look by hand")]
      : [];
  });
  const unique = [...new Map(programGaps.map((it) => [it.reason, it])).values()];
  return [
    ...unique.slice(0, 20),
    ...(unique.length > 20 ? [gap(`${unique.length - 20} more programs could not be told`)] : []),
    ...(all.length === 0 ? [gap("none of its processes could be made out")] : []),
    ...(dark.length > 0 ? [gap(`namespaces of ${dark.length} processes could not be read`)] : []),
    ...(members > all.length
      ? [gap(`${members - all.length} processes ended while they were looked at`, "look again")]
      : []),
    ...(members >= 2000 ? [gap("the container has 2000 processes or more", "look by hand")] : []),
  ];
}
