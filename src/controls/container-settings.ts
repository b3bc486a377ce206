import type { ContainerSettings } from "../probes/container-settings-schema.ts";
import { listed } from "./listed.ts";

/** In what way a container is asked for more, or guarded by less, than it should be. */
export type SettingFlaw =
  | { readonly kind: "privileged" }
  | { readonly kind: "capabilities"; readonly names: readonly string[] }
  | { readonly kind: "host-namespace"; readonly name: string }
  | { readonly kind: "engine-socket"; readonly path: string }
  | { readonly kind: "host-folder"; readonly path: string; readonly writable: boolean }
  | { readonly kind: "device"; readonly name: string }
  | { readonly kind: "root"; readonly user: string }
  | { readonly kind: "may-gain-privileges" }
  | { readonly kind: "unconfined"; readonly what: string }
  | { readonly kind: "writable-root" }
  | { readonly kind: "no-limit"; readonly of: "memory" | "processes" }
  | { readonly kind: "restarts-for-ever" }
  | { readonly kind: "health-check-off" };

/** What Docker gives every container; of these only some matter, and asking for them again adds nothing. */
export const usualCapabilities = new Set([
  ...["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE"],
  ...["NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
]);
const sockets = /(?:^|\/)(?:docker|podman|containerd|crio|buildkitd|cri-dockerd)\.sock$/;
const runFolders = /^\/(?:var\/)?run\/?$/;
/** Whoever can write these owns the host; reading most of them is bad enough. */
const dangerous =
  /^\/(?:bin|boot|dev|etc|home|lib|lib32|lib64|proc|root|run|sbin|sys|usr|var|var\/lib|var\/lib\/(?:docker|containers|containerd|kubelet)|var\/run)?\/?$/;
/** Files that programs are usually given, and that nobody is harmed by reading. */
const harmless =
  /^\/(?:etc\/(?:localtime|timezone|hostname|hosts|resolv\.conf|machine-id|ssl(?:\/certs)?|ca-certificates|pki)|usr\/share\/zoneinfo|dev\/(?:null|zero|random|urandom|log|shm))(?:\/|$)/;
const beneath = /^\/(?:etc|root|proc|sys|boot|dev|var\/lib\/(?:docker|containers|kubelet))\/./;
const harmlessDevices =
  /^\/dev\/(?:null|zero|full|u?random|tty|fuse|net\/tun|dri(?:\/.*)?|snd(?:\/.*)?|nvidia.*|kfd|video\d+)(?::|$)/;

/** Everything in which settings ask for too much; `user` absent is no flaw here, for it is the image that says. */
export function settingFlaws(settings: ContainerSettings): readonly SettingFlaw[] {
  const added = settings.capabilitiesAdded.filter((it) => !usualCapabilities.has(it));
  const user = rootUser(settings);
  const confinement = [
    ...(settings.seccomp === "unconfined" ? ["seccomp"] : []),
    ...(settings.appArmor === "unconfined" ? ["AppArmor"] : []),
    ...(settings.seLinux.includes("disable") ? ["SELinux"] : []),
  ];
  return [
    ...(settings.privileged ? [{ kind: "privileged" } as const] : []),
    ...(added.length > 0 ? [{ kind: "capabilities", names: added } as const] : []),
    ...settings.hostNamespaces.map((name) => ({ kind: "host-namespace", name }) as const),
    ...settings.mounts.flatMap(mountFlaws),
    ...settings.devices.filter((it) => !harmlessDevices.test(it)).map((name) => ({ kind: "device", name }) as const),
    ...(user === undefined ? [] : [{ kind: "root", user } as const]),
    ...(settings.noNewPrivileges === true ? [] : [{ kind: "may-gain-privileges" } as const]),
    ...confinement.map((what) => ({ kind: "unconfined", what }) as const),
    ...(settings.readOnlyRoot ? [] : [{ kind: "writable-root" } as const]),
    ...(settings.memoryBytes === undefined ? [{ kind: "no-limit", of: "memory" } as const] : []),
    ...(settings.pidsLimit === undefined ? [{ kind: "no-limit", of: "processes" } as const] : []),
    ...(settings.restart === "always" || settings.restart === "unless-stopped"
      ? [{ kind: "restarts-for-ever" } as const]
      : []),
    ...(settings.healthcheck === "none" ? [{ kind: "health-check-off" } as const] : []),
  ];
}

function mountFlaws({ type, source, readOnly }: ContainerSettings["mounts"][number]): readonly SettingFlaw[] {
  if (type !== "bind") return [];
  const path = source.replace(/\/{2,}/g, "/");
  if (sockets.test(path) || runFolders.test(path)) return [{ kind: "engine-socket", path: source }];
  if (harmless.test(path)) return [];
  const isDangerous = dangerous.test(path) || (beneath.test(path) && !readOnly);
  return isDangerous ? [{ kind: "host-folder", path: source, writable: !readOnly }] : [];
}

/** The user as it was asked for, where it is root: `root`, `0`, `0:0`, `root:users`. */
export function rootUser({ user, nonRoot }: Pick<ContainerSettings, "user" | "nonRoot">): string | undefined {
  return user !== undefined && nonRoot !== true && isRoot(user) ? user : undefined;
}

/** Whether `USER` or `--user` means root, in any of its spellings: a group alone leaves the user to be root. */
export function isRoot(user: string): boolean {
  return /^(?:root|[+-]?0+|(?=:))(?::.*)?$/.test(user.trim());
}

/** What a flaw is, to go on with after "the container". */
export function flawSentence(flaw: SettingFlaw): string {
  switch (flaw.kind) {
    case "privileged":
      return "is privileged: it may do all that root on the host may";
    case "capabilities":
      return `is given the capabilities ${listed(flaw.names)}`;
    case "host-namespace":
      return `shares the host's ${flaw.name} namespace`;
    case "engine-socket":
      return `is given the engine's socket (${flaw.path}), which makes it root on the host`;
    case "host-folder":
      return `is given ${flaw.path} of the host${flaw.writable ? " to write" : ""}`;
    case "device":
      return `is given the device ${flaw.name}`;
    case "root":
      return `runs as ${flaw.user}`;
    case "may-gain-privileges":
      return "may gain privileges by set-uid programs: no-new-privileges is not set";
    case "unconfined":
      return `has ${flaw.what} switched off`;
    case "writable-root":
      return "can write to its root file system";
    case "no-limit":
      return `has no limit of ${flaw.of}`;
    case "restarts-for-ever":
      return "is started again however often it fails";
    case "health-check-off":
      return "has its health check switched off";
  }
}
