import { execFileSync } from "node:child_process";
import { capabilityNames } from "../../src/probes/host/capabilities.ts";
import { numbers } from "./generated-sudoers.ts";
import { requireProgram } from "./program.ts";

/** A unit as a file, and as `systemctl show` would tell it. */
export interface GeneratedUnit {
  readonly file: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** System calls by group, `@` in front, as the installed systemd has them; groups inside of groups resolved. */
export function systemCallsByGroup(): ReadonlyMap<string, readonly string[]> {
  const text = execFileSync(requireProgram("systemd-analyze") ?? "", ["syscall-filter", "--no-pager"], {
    encoding: "utf8",
  });
  const written = new Map<string, string[]>();
  let group: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("@")) {
      group = [];
      written.set(line.trim(), group);
    } else if (/^ +[@\w]/.test(line)) group.push(line.trim());
    else if (line.startsWith("#")) group = [];
  }
  const whole = (name: string): readonly string[] =>
    (written.get(name) ?? []).flatMap((it) => (it.startsWith("@") ? whole(it) : [it]));
  return new Map([...written.keys()].map((name) => [name, whole(name)]));
}

const flags = [
  ...["PrivateDevices", "PrivateMounts", "PrivateNetwork", "PrivateTmp", "PrivateUsers", "ProtectControlGroups"],
  ...[
    "ProtectKernelModules",
    "ProtectKernelTunables",
    "ProtectKernelLogs",
    "ProtectClock",
    "ProtectHostname",
    "LockPersonality",
  ],
  ...["MemoryDenyWriteExecute", "NoNewPrivileges", "RemoveIPC", "RestrictRealtime", "RestrictSUIDSGID", "Delegate"],
];
const choices: Readonly<Record<string, readonly string[]>> = {
  ProtectHome: ["no", "yes", "read-only", "tmpfs"],
  ProtectSystem: ["no", "yes", "full", "strict"],
  UMask: ["0022", "0027", "0077", "0002", "0000", "0007", "0026"],
  KeyringMode: ["private", "inherit", "shared"],
  ProtectProc: ["default", "noaccess", "invisible", "ptraceable"],
  ProcSubset: ["all", "pid"],
  NotifyAccess: ["none", "main", "all"],
  User: ["", "", "root", "www-data", "nobody", "0"],
  SupplementaryGroups: ["", "adm"],
  RootDirectory: ["", "/srv"],
  SystemCallArchitectures: ["", "native", "native x86"],
  IPAddressDeny: ["", "0.0.0.0/0 ::/0", "192.0.2.0/24"],
  DevicePolicy: ["auto", "closed", "strict"],
  AmbientCapabilities: ["", "CAP_NET_BIND_SERVICE"],
  RestrictAddressFamilies: [
    "",
    "AF_UNIX",
    "AF_INET AF_INET6 AF_UNIX",
    "AF_NETLINK AF_PACKET",
    "AF_BLUETOOTH",
    "~AF_PACKET",
    "~AF_INET AF_INET6",
    "none",
  ],
  RestrictNamespaces: ["no", "yes", "mnt", "user net", "uts ipc pid"],
};
const capabilities = [
  ...[
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_SETUID",
    "CAP_SYS_ADMIN",
    "CAP_SYS_PTRACE",
    "CAP_NET_ADMIN",
    "CAP_NET_BIND_SERVICE",
  ],
  ...[
    "CAP_KILL",
    "CAP_AUDIT_READ",
    "CAP_BPF",
    "CAP_LEASE",
    "CAP_MKNOD",
    "CAP_SYS_NICE",
    "CAP_IPC_OWNER",
    "CAP_MAC_ADMIN",
  ],
];

/** What systemd makes of other properties when it loads a unit. */
function loaded(properties: Record<string, string>): void {
  const on = (name: string) => properties[name] === "yes";
  const taken = [
    ...(on("PrivateDevices") ? ["cap_mknod", "cap_sys_rawio"] : []),
    ...(on("ProtectKernelModules") ? ["cap_sys_module"] : []),
    ...(on("ProtectKernelLogs") ? ["cap_syslog"] : []),
    ...(on("ProtectClock") ? ["cap_sys_time", "cap_wake_alarm"] : []),
  ];
  const kept =
    properties["CapabilityBoundingSet"]?.split(" ") ?? capabilityNames("1ffffffffff").map((it) => it.toLowerCase());
  properties["CapabilityBoundingSet"] = kept.filter((it) => !taken.includes(it)).join(" ");
  if (on("PrivateDevices") && (properties["DevicePolicy"] ?? "auto") === "auto") properties["DevicePolicy"] = "closed";
  if (on("ProtectClock")) properties["DeviceAllow"] = "char-rtc r";
}

/** A unit with some settings that fence it in, and some that open it. */
export function generatedUnit(seed: number, groups: ReadonlyMap<string, readonly string[]>): GeneratedUnit {
  const below = numbers(seed);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const share = 15 + below(80);
  const properties: Record<string, string> = { KeyringMode: "private", SystemCallArchitectures: "" };
  const lines: string[] = [];
  const set = (name: string, value: string, shown = value) => {
    properties[name] = shown;
    if (value !== "") lines.push(`${name}=${value}`);
  };
  for (const name of flags) if (below(100) < share) set(name, pick(["yes", "yes", "no"]));
  for (const [name, values] of Object.entries(choices)) {
    if (below(100) >= share) continue;
    const value = pick(values);
    set(name, value, name === "RestrictAddressFamilies" && value === "none" ? "none" : value);
  }
  if ((properties["IPAddressDeny"] ?? "").includes("::") && below(2) === 0) {
    const allowed = pick(["localhost", "192.0.2.1", "localhost 198.51.100.0/24"]);
    set("IPAddressAllow", allowed, allowed.replace("localhost", "127.0.0.0/8 ::1/128"));
  }
  if (below(3) === 0) set("DeviceAllow", "char-rtc r");
  // What gives a view of its own on the mounts counts where systemd runs, but not for a file alone.
  set("PrivateMounts", "yes");
  if (below(100) < share) {
    const kept = capabilities.filter(() => below(3) === 0);
    set("CapabilityBoundingSet", kept.join(" ") || "~", kept.map((it) => it.toLowerCase()).join(" "));
    if (kept.length === 0) lines.splice(lines.length - 1, 1, "CapabilityBoundingSet=");
  }
  if (below(100) < share) {
    const named = pick([
      "@system-service",
      "@basic-io @file-system",
      "~@privileged @resources",
      "~@swap @reboot @mount",
      "@system-service @clock",
      "~ptrace",
    ]);
    const refuses = named.startsWith("~");
    const calls = named
      .replace("~", "")
      .split(" ")
      .flatMap((it) => groups.get(it) ?? [it]);
    // A list that allows holds what every program needs, unasked.
    const all = refuses ? calls : [...calls, ...(groups.get("@default") ?? [])];
    set("SystemCallFilter", named, (refuses ? "~" : "") + [...new Set(all)].join(" "));
  }
  const early = below(6) === 0;
  properties["DefaultDependencies"] = early ? "no" : "yes";
  const head = early ? "[Unit]\nDefaultDependencies=no\n" : "";
  loaded(properties);
  return { file: `${head}[Service]\nExecStart=/bin/true\n${lines.join("\n")}\n`, properties };
}
