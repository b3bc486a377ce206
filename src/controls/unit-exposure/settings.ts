import { type SystemCallGroup, systemCallGroups } from "./system-call-groups.ts";
import { capabilitiesOf, filterOf, isOn, runsAsRoot, type UnitProperties, wordsOf } from "./unit-properties.ts";

/** One thing by which a unit is fenced in, and how much its lack counts. */
export interface Fence {
  /** The setting, for texts. */
  readonly name: string;
  readonly weight: number;
  /** From 0 (closed) to 1 (open); undefined where it doesn't matter for the unit. */
  readonly openness: (unit: UnitProperties) => number | undefined;
}

const flag = (name: string, weight: number): Fence => ({
  name: `${name}=`,
  weight,
  openness: (unit) => (isOn(unit[name]) ? 0 : 1),
});

const choice = (name: string, weight: number, levels: Readonly<Record<string, number>>, otherwise: number): Fence => ({
  name: `${name}=`,
  weight,
  openness: (unit) => levels[unit[name] ?? ""] ?? otherwise,
});

const capability = (weight: number, ...names: readonly string[]): Fence => ({
  name: `CapabilityBoundingSet=~${names.join(" ")}`,
  weight,
  openness: (unit) => {
    const kept = capabilitiesOf(unit["CapabilityBoundingSet"]);
    return names.some((it) => kept?.has(it) ?? true) ? 1 : 0;
  },
});

const namespace = (weight: number, name: string): Fence => ({
  name: `RestrictNamespaces=~${name}`,
  weight,
  openness: (unit) => {
    const value = unit["RestrictNamespaces"] ?? "no";
    if (value === "yes") return 0;
    return value === "no" || value === "" || wordsOf(value).includes(name) ? 1 : 0;
  },
});

const family = (weight: number, name: string, isMeant: (family: string) => boolean): Fence => ({
  name: `RestrictAddressFamilies=~${name}`,
  weight,
  openness: (unit) => {
    const filter = filterOf(unit["RestrictAddressFamilies"]);
    if (filter === undefined) return 1;
    const named = [...filter.names].some(isMeant);
    // What is refused must be refused by all its names; of the others never all are.
    if (filter.refuses) return name === "(others)" || !named ? 1 : 0;
    return named ? 1 : 0;
  },
});
const families = ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET"];

const calls = (weight: number, group: SystemCallGroup): Fence => ({
  name: `SystemCallFilter=~@${group}`,
  weight,
  openness: (unit) => {
    const filter = filterOf(unit["SystemCallFilter"]);
    if (filter === undefined) return 1;
    const open = wordsOf(systemCallGroups[group]).some((it) => filter.names.has(it) !== filter.refuses);
    if (!open) return 0;
    return filter.refuses ? 1 : 0.9;
  },
});

/** Settings that give a unit a view of its own on the mounts, whether it asks for one or not. */
const withMounts = [
  "PrivateMounts",
  "PrivateDevices",
  "PrivateTmp",
  "ProtectKernelTunables",
  "ProtectKernelModules",
  "ProtectControlGroups",
];

const ownMounts: Fence = {
  name: "PrivateMounts=",
  weight: 1000,
  openness: (unit) => {
    const shielded = ["ProtectHome", "ProtectSystem"].some((it) => (unit[it] ?? "no") !== "no");
    return shielded || withMounts.some((it) => isOn(unit[it])) ? 0 : 1;
  },
};

/** For others' things only: a unit of root has them all. */
const unlessRoot = (fence: Fence): Fence => ({
  ...fence,
  openness: (unit) => (runsAsRoot(unit) ? undefined : fence.openness(unit)),
});

/** For units that are started once the system is up; those of the early boot come before there is what it would close. */
const unlessEarly = (fence: Fence): Fence => ({
  ...fence,
  openness: (unit) => (unit["DefaultDependencies"] === "no" ? undefined : fence.openness(unit)),
});

/** Bits of a mode that a umask leaves to others, the worst first. */
const umask: Fence = {
  name: "UMask=",
  weight: 100,
  openness: (unit) => {
    const mask = Number.parseInt(unit["UMask"] ?? "0022", 8);
    const worst = ([0o002, 0o004, 0o020, 0o040] as const).findIndex((bit) => (mask & bit) === 0);
    return [0.0, 1, 0.5, 0.2, 0.1][worst + 1] ?? 0;
  },
};

const addresses: Fence = {
  name: "IPAddressDeny=",
  weight: 1000,
  openness: (unit) => {
    if ((unit["IPIngressFilterPath"] ?? "") !== "" || (unit["IPEgressFilterPath"] ?? "") !== "") return 0;
    const denied = wordsOf(unit["IPAddressDeny"]);
    if (!denied.includes("0.0.0.0/0") || !denied.includes("::/0")) return 1;
    const allowed = wordsOf(unit["IPAddressAllow"]);
    if (allowed.some((it) => !/^(?:127\.|::1\/)/.test(it))) return 0.5;
    return allowed.length > 0 ? 0.2 : 0;
  },
};

const devices: Fence = {
  name: "DeviceAllow=",
  weight: 1000,
  openness: (unit) => {
    if (!["strict", "closed"].includes(unit["DevicePolicy"] ?? "")) return 1;
    return (unit["DeviceAllow"] ?? "") === "" ? 0 : 0.5;
  },
};

const user: Fence = {
  name: "User= or DynamicUser=",
  weight: 2000,
  openness: (unit) => (unit["User"] === "nobody" ? 0.9 : runsAsRoot(unit) ? 1 : 0),
};

/**
 * All that is weighed, with the weights that systemd 252 gives: so that the figure is the one that administrators know
 * from `systemd-analyze security`.
 */
export const fences: readonly Fence[] = [
  user,
  unlessRoot({
    name: "SupplementaryGroups=",
    weight: 200,
    openness: (unit) => ((unit["SupplementaryGroups"] ?? "") === "" ? 0 : 1),
  }),
  flag("PrivateDevices", 1000),
  ownMounts,
  flag("PrivateNetwork", 2500),
  unlessEarly(flag("PrivateTmp", 1000)),
  flag("PrivateUsers", 1000),
  flag("ProtectControlGroups", 1000),
  flag("ProtectKernelModules", 1000),
  flag("ProtectKernelTunables", 1000),
  flag("ProtectKernelLogs", 1000),
  flag("ProtectClock", 1000),
  unlessEarly(choice("ProtectHome", 1000, { yes: 0, tmpfs: 0.1, "read-only": 0.5 }, 1)),
  flag("ProtectHostname", 50),
  unlessEarly(choice("ProtectSystem", 1000, { strict: 0, full: 0.3, yes: 0.5 }, 1)),
  unlessEarly({
    name: "RootDirectory= or RootImage=",
    weight: 200,
    openness: (unit) => ((unit["RootDirectory"] ?? "") + (unit["RootImage"] ?? "") === "" ? 1 : 0),
  }),
  flag("LockPersonality", 100),
  flag("MemoryDenyWriteExecute", 100),
  flag("NoNewPrivileges", 1000),
  capability(1500, "CAP_SYS_ADMIN"),
  capability(1500, "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"),
  capability(1500, "CAP_SYS_PTRACE"),
  capability(1000, "CAP_SYS_TIME"),
  capability(1000, "CAP_NET_ADMIN"),
  capability(1000, "CAP_SYS_RAWIO"),
  capability(1000, "CAP_SYS_MODULE"),
  capability(500, "CAP_AUDIT_CONTROL", "CAP_AUDIT_READ", "CAP_AUDIT_WRITE"),
  capability(500, "CAP_SYSLOG"),
  capability(500, "CAP_SYS_NICE", "CAP_SYS_RESOURCE"),
  capability(500, "CAP_MKNOD"),
  capability(1000, "CAP_CHOWN", "CAP_FSETID", "CAP_SETFCAP"),
  capability(1000, "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_IPC_OWNER"),
  capability(500, "CAP_KILL"),
  capability(500, "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_RAW"),
  capability(100, "CAP_SYS_BOOT"),
  capability(100, "CAP_MAC_ADMIN", "CAP_MAC_OVERRIDE"),
  capability(75, "CAP_LINUX_IMMUTABLE"),
  capability(50, "CAP_IPC_LOCK"),
  capability(50, "CAP_SYS_CHROOT"),
  capability(25, "CAP_BLOCK_SUSPEND"),
  capability(25, "CAP_WAKE_ALARM"),
  capability(25, "CAP_LEASE"),
  capability(25, "CAP_SYS_TTY_CONFIG"),
  capability(25, "CAP_BPF"),
  capability(25, "CAP_SYS_PACCT"),
  umask,
  choice("KeyringMode", 1000, { private: 0 }, 1),
  choice("ProtectProc", 1000, { noaccess: 1 / 3, invisible: 0, ptraceable: 0 }, 1),
  choice("ProcSubset", 10, { pid: 0 }, 1),
  choice("NotifyAccess", 1000, { all: 1 }, 0),
  unlessRoot(flag("RemoveIPC", 100)),
  { name: "Delegate=", weight: 100, openness: (unit) => (isOn(unit["Delegate"]) ? 1 : 0) },
  flag("RestrictRealtime", 500),
  flag("RestrictSUIDSGID", 1000),
  namespace(1500, "user"),
  namespace(500, "mnt"),
  namespace(500, "ipc"),
  namespace(500, "pid"),
  namespace(500, "cgroup"),
  namespace(500, "net"),
  namespace(100, "uts"),
  family(1500, "AF_(INET|INET6)", (it) => it === "AF_INET" || it === "AF_INET6"),
  family(25, "AF_UNIX", (it) => it === "AF_UNIX"),
  family(200, "AF_NETLINK", (it) => it === "AF_NETLINK"),
  family(1000, "AF_PACKET", (it) => it === "AF_PACKET"),
  family(1250, "(others)", (it) => !families.includes(it)),
  choice("SystemCallArchitectures", 1000, { native: 0, "": 1 }, 0.8),
  calls(1000, "swap"),
  calls(250, "obsolete"),
  calls(1000, "clock"),
  calls(250, "cpu-emulation"),
  calls(1000, "debug"),
  calls(1000, "mount"),
  calls(1000, "module"),
  calls(1000, "raw-io"),
  calls(1000, "reboot"),
  calls(700, "resources"),
  calls(700, "privileged"),
  addresses,
  devices,
  {
    name: "AmbientCapabilities=",
    weight: 500,
    openness: (unit) => ((unit["AmbientCapabilities"] ?? "") === "" ? 0 : 1),
  },
];
