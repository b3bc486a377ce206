import { capabilityNames } from "./capabilities.ts";
import { type Collected, lines } from "./collected.ts";

/** A process by /proc/PID/status and the links beside it. */
export interface Process {
  readonly processId: number;
  readonly parentId: number;
  readonly name: string;
  readonly userIds: { readonly real: number; readonly effective: number };
  readonly capabilities: readonly string[];
  readonly noNewPrivileges: boolean;
  readonly seccomp: number;
  /** Absent when it may not be seen. */
  readonly executable: string | undefined;
  /** `mnt:[4026531832]` and such by kind; absent when not readable. */
  readonly namespaces: Readonly<Record<string, string>>;
}

/** The status files of all processes, one after the other (proc_pid_status(5)). */
export function parseStatuses(text: string): readonly Omit<Process, "executable" | "namespaces">[] {
  // Few masks are in use on a host, each by many processes.
  const named = new Map<string, readonly string[]>();
  return text.split(/^(?=Name:)/m).flatMap((block) => {
    const fields = new Map(
      lines(block).map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
    );
    const processId = Number(fields.get("Pid"));
    const users = (fields.get("Uid") ?? "").split(/\s+/).map(Number);
    const capabilities = fields.get("CapEff") ?? "";
    const [real, effective] = users;
    if (!(processId > 0) || real === undefined || effective === undefined || !/^[0-9a-f]+$/.test(capabilities))
      return [];
    const names = named.get(capabilities) ?? capabilityNames(capabilities);
    named.set(capabilities, names);
    return [
      {
        processId,
        parentId: Number(fields.get("PPid")),
        name: fields.get("Name") ?? "",
        userIds: { real, effective },
        capabilities: names,
        noNewPrivileges: fields.get("NoNewPrivs") === "1",
        seccomp: Number(fields.get("Seccomp") ?? 0),
      },
    ];
  });
}

/** Targets of /proc/PID/exe and /proc/PID/ns/KIND, of `ls -l`, by the path of the link. */
export function parseLinks(text: string): ReadonlyMap<string, string> {
  return new Map(
    lines(text).flatMap((line) => {
      // What a link leads to is named by users: only the first such path is the link itself.
      const found = /^l.*? (\/proc\/\d+\/(?:exe|ns\/\w+)) -> (.*)$/.exec(line);
      return found === null ? [] : [[found[1] ?? "", found[2] ?? ""] as const];
    }),
  );
}

/** systemd unit of each process by /proc/PID/cgroup (cgroups(7)): the innermost service, or scope. */
export function parseUnits(text: string): ReadonlyMap<number, string> {
  const units = new Map<number, string>();
  for (const line of lines(text)) {
    const found = /^\/proc\/(\d+)\/cgroup:(?:0:|\d+:name=systemd):(\/.*)$/.exec(line);
    const unit = found?.[2]?.split("/").findLast((part) => /\.(?:service|scope|socket)$/.test(part));
    if (unit !== undefined) units.set(Number(found?.[1]), unit);
  }
  return units;
}

const known = new WeakMap<Collected, ReadonlyMap<number, Process>>();

/** All processes, by their number; read once, however many facts rest on them. */
export function readProcesses(from: Collected): ReadonlyMap<number, Process> {
  const found = known.get(from) ?? processesOf(from);
  known.set(from, found);
  return found;
}

function processesOf(from: Collected): ReadonlyMap<number, Process> {
  const links = parseLinks(from.section("links").bytes.toString());
  return new Map(
    parseStatuses(from.text("statuses")).map((it) => {
      const namespaces = ["mnt", "pid", "net"].flatMap((kind) => {
        const target = links.get(`/proc/${it.processId}/ns/${kind}`);
        return target === undefined ? [] : [[kind, target] as const];
      });
      const executable = links.get(`/proc/${it.processId}/exe`)?.replace(/ \(deleted\)$/, "");
      return [it.processId, { ...it, executable, namespaces: Object.fromEntries(namespaces) }];
    }),
  );
}
