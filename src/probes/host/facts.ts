import { z } from "zod";
import { troubleSchema } from "../trouble-schema.ts";
import { confinementFacts } from "./confinement-facts.ts";
import { hostConnectionsSchema } from "./connection-facts.ts";
import { loggingFacts } from "./logging-facts.ts";
import { packageSourcesFacts } from "./package-sources-facts.ts";
import { privilegesFacts } from "./privileges-facts.ts";
import { sessionsFacts } from "./sessions-facts.ts";
import { sshFacts } from "./ssh-facts.ts";
import { trustFacts } from "./trust-facts.ts";
import { useFacts } from "./use-facts.ts";

/** Operating system: /etc/os-release, uname, and when its support ends. */
export const hostOsSchema = z.strictObject({
  id: z.string(),
  versionId: z.string().optional(),
  prettyName: z.string(),
  codename: z.string().optional(),
  kernelRelease: z.string(),
  machine: z.string(),
  /** Last day of support by the source named; absent when the source does not know the release. */
  endOfLife: z
    .strictObject({
      /** Last day with security updates that need no contract, long-term support included. */
      day: z.string(),
      /** Whether the last of them come from a long-term support effort. */
      extended: z.boolean(),
      /** Last day of regular support, where it differs. */
      regularDay: z.string().optional(),
      source: z.string(),
    })
    .optional(),
  /** True inside a container, where the kernel belongs to another host. */
  container: z.boolean(),
});

/** Installed packages of dpkg, rpm or apk. */
export const hostPackagesSchema = z.strictObject({
  manager: z.enum(["dpkg", "rpm", "apk"]),
  packages: z.array(z.strictObject({ name: z.string(), version: z.string(), source: z.string().optional() })),
});

/** What the host's own package lists offer beyond what is installed. */
export const hostUpdatesSchema = z.strictObject({
  /** Seconds since the newest package list was fetched; absent when there are no lists at all. */
  listsAgeSeconds: z.int().optional(),
  /** Whether the repository lists carry a verified signature (InRelease, or Release with Release.gpg). */
  listsSigned: z.boolean().optional(),
  /** Whether one of the lists is a security source. */
  securitySource: z.boolean(),
  pending: z.array(
    z.strictObject({
      name: z.string(),
      installed: z.string(),
      candidate: z.string(),
      origin: z.string(),
      security: z.boolean(),
    }),
  ),
});

/** One socket on which something listens (TCP) or is bound (UDP). */
export const socketSchema = z.strictObject({
  protocol: z.enum(["tcp", "udp"]),
  family: z.enum(["ipv4", "ipv6"]),
  address: z.string(),
  port: z.int(),
  /** `loopback`, `any` (0.0.0.0 or ::), or `address` (one other address). */
  scope: z.enum(["loopback", "any", "address"]),
  userId: z.int(),
  user: z.string().optional(),
  /** Absent when we may not see whose socket it is (it takes root). */
  processId: z.int().optional(),
  process: z.string().optional(),
  executable: z.string().optional(),
});
export type Socket = z.output<typeof socketSchema>;
export const hostListenersSchema = z.strictObject({
  sockets: z.array(socketSchema),
  /** Whether the owner of every socket could be seen. */
  ownersSeen: z.boolean(),
});

/** Accounts of /etc/passwd and /etc/group, and the state (never the hash) of their passwords. */
export const hostAccountsSchema = z.strictObject({
  accounts: z.array(
    z.strictObject({
      name: z.string(),
      /** What the account says of whose it is (GECOS, up to the first comma). */
      realName: z.string().optional(),
      userId: z.int(),
      groupId: z.int(),
      home: z.string(),
      shell: z.string(),
      /** Whether the shell lets anybody in (not nologin, false, sync …). */
      canLogIn: z.boolean(),
      /** `set`, `locked`, `empty`, or absent when /etc/shadow may not be read. */
      password: z.enum(["set", "locked", "empty"]).optional(),
      /** Hash method: `yescrypt`, `sha512`, `sha256`, `bcrypt`, `md5`, `des`, `other`. */
      hashMethod: z.string().optional(),
      authorizedKeys: z.int().optional(),
    }),
  ),
  /** Lines of /etc/passwd that make no account by themselves: accounts kept elsewhere (NIS), or mistakes. */
  unreadLines: z.int().optional(),
  groups: z.array(z.strictObject({ name: z.string(), groupId: z.int(), members: z.array(z.string()) })),
  shadow: troubleSchema.optional(),
  /** Accounts that /etc/sudoers and its folder name, group names with %; absent when not readable. */
  sudoers: z.array(z.strictObject({ who: z.string(), passwordless: z.boolean() })).optional(),
});

/** Effective configuration of sshd as `sshd -T` gives it; lower-cased keywords, in order. */
export const hostSshdSchema = z.strictObject({
  installed: z.boolean(),
  /** Whether a process listens with it now. */
  running: z.boolean(),
  version: z.string().optional(),
  /** Keyword and value pairs; keywords that may repeat (port, listenaddress, hostkey) do. Empty when not installed. */
  settings: z.array(z.tuple([z.string(), z.string()])),
  /** Conditions of the Match blocks of its configuration files; they can change what `settings` says. */
  matchBlocks: z.array(z.string()),
  /** The same settings as they are for root logging in from elsewhere (`sshd -T -C user=root,…`). */
  settingsForRoot: z.array(z.tuple([z.string(), z.string()])),
  /** Options of further daemons that listen with a configuration of their own, which `settings` doesn't describe. */
  otherDaemons: z.array(z.string()).optional(),
  /** What these daemons say of themselves with their options (`sshd -T`), as far as they do. */
  otherSettings: z
    .array(z.strictObject({ options: z.string(), settings: z.array(z.tuple([z.string(), z.string()])) }))
    .optional(),
});

/** Kernel parameters, by dotted name; only those that a hardening profile asks about. A missing one is not in the record. */
export const hostSysctlSchema = z.strictObject({
  values: z.record(z.string(), z.string()),
  /** Parameters that are there but may not be read without root. */
  denied: z.array(z.string()).optional(),
});

export const hostMountsSchema = z.strictObject({
  mounts: z.array(
    z.strictObject({ target: z.string(), source: z.string(), type: z.string(), options: z.array(z.string()) }),
  ),
});

/** Modes of the files on which the accounts and the services rest. */
export const hostFilesSchema = z.strictObject({
  files: z.array(
    z.strictObject({
      path: z.string(),
      /** Octal, four digits: `0640`. Absent when the file isn't there. */
      mode: z.string().optional(),
      owner: z.string().optional(),
      group: z.string().optional(),
      trouble: troubleSchema.optional(),
    }),
  ),
  /** World-writable files and folders without sticky bit in the system folders looked at, at most 200. */
  worldWritable: z.array(z.string()),
  /** Set-uid and set-gid files in the system folders, at most 500. */
  setId: z.array(z.string()),
  /** Programs whose file gives them capabilities that are as much as root's; absent where `getcap` could not tell. */
  capable: z.array(z.object({ path: z.string(), powers: z.array(z.string()) })).optional(),
  /** Folders that could not be searched. */
  unsearched: z.array(z.string()),
});

/** Boot and runtime state of systemd units, where there is a running systemd. */
export const hostUnitsSchema = z.strictObject({
  units: z.array(
    z.strictObject({
      name: z.string(),
      enabled: z.boolean(),
      active: z.boolean(),
      /** From `systemctl show`: sandboxing properties such as NoNewPrivileges, ProtectSystem, User. */
      sandbox: z.record(z.string(), z.string()),
    }),
  ),
});

/** A process that listens on a network socket, with what is in effect for it now (/proc/PID/status). */
export const hostProcessesSchema = z.strictObject({
  processes: z.array(
    z.strictObject({
      processId: z.int(),
      name: z.string(),
      executable: z.string().optional(),
      userIds: z.strictObject({ real: z.int(), effective: z.int() }),
      user: z.string().optional(),
      /** Effective capabilities by name, such as CAP_NET_BIND_SERVICE. */
      capabilities: z.array(z.string()),
      noNewPrivileges: z.boolean(),
      /** 0 off, 1 strict, 2 filter. */
      seccomp: z.int(),
      /** Whether mount, pid, net namespaces differ from those of process 1; absent when not readable. */
      ownNamespaces: z.array(z.string()).optional(),
      unit: z.string().optional(),
      /** Non-loopback ports it listens on. */
      ports: z.array(z.int()),
      /** Children that do its work under another user (master and workers), by user id. */
      workerUserIds: z.array(z.int()),
    }),
  ),
  /** Listening sockets whose process we may not see. */
  unseenSockets: z.int(),
});

/** Whether the host runs what is installed on it. */
export const hostRebootSchema = z.strictObject({
  /** /run/reboot-required (Debian, Ubuntu) or `needs-restarting -r`. */
  required: z.boolean(),
  /** The installed package by which a pending restart would be marked; absent when nothing here would mark it. */
  markedBy: z.string().optional(),
  packages: z.array(z.string()),
  runningKernel: z.string(),
  /** Newest kernel image in /boot; absent where the kernel is not the host's own (container, virtual machine image). */
  newestKernel: z.string().optional(),
  /** Processes that still use libraries deleted by an update; absent when none was found but not all maps could be read. */
  staleProcesses: z.array(z.strictObject({ process: z.string(), library: z.string() })).optional(),
});

/** A place where a secret lies open; the secret itself is never here. */
export const secretSightingSchema = z.strictObject({
  /** `process-environment`, `command-line`, `unit-file`, `file`, `history` of a shell or client. */
  where: z.enum(["process-environment", "command-line", "unit-file", "file", "history"]),
  /** `/proc/123/environ of nginx`, or the path of the file. */
  place: z.string(),
  /** Name of the variable, key or pattern, such as DB_PASSWORD or private-key. */
  name: z.string(),
  /** Kind of secret by pattern: `password`, `token`, `private-key`, `aws-key`, `url-with-password` … */
  kind: z.string(),
  /** HMAC-SHA-256 with the assessment's own key, 16 hex characters: tells equal secrets, tells nothing else. */
  fingerprint: z.string(),
  user: z.string().optional(),
  mode: z.string().optional(),
  owner: z.string().optional(),
  /** When the file was last written; RFC 3339, UTC. */
  written: z.string().optional(),
});
export const hostSecretsSchema = z.strictObject({
  sightings: z.array(secretSightingSchema),
  /** What was looked at, and what could not be. */
  lookedAt: z.strictObject({ processes: z.int(), unitFiles: z.int(), files: z.int(), histories: z.int().optional() }),
  denied: z.strictObject({ processes: z.int(), unitFiles: z.int(), files: z.int(), histories: z.int().optional() }),
});

export const hostFacts = {
  "host-os": hostOsSchema,
  "host-packages": hostPackagesSchema,
  "host-updates": hostUpdatesSchema,
  "host-listeners": hostListenersSchema,
  "host-connections": hostConnectionsSchema,
  "host-accounts": hostAccountsSchema,
  "host-sshd": hostSshdSchema,
  "host-sysctl": hostSysctlSchema,
  "host-mounts": hostMountsSchema,
  "host-files": hostFilesSchema,
  "host-units": hostUnitsSchema,
  "host-processes": hostProcessesSchema,
  "host-reboot": hostRebootSchema,
  "host-secrets": hostSecretsSchema,
  ...sshFacts,
  ...loggingFacts,
  ...trustFacts,
  ...packageSourcesFacts,
  ...privilegesFacts,
  ...confinementFacts,
  ...sessionsFacts,
  ...useFacts,
};
