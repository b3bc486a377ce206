import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** The account beside root that every such host has, with `/bin/sh`. */
export const plainUser = "holdfast-test";

/** What a host is to be, besides one that root and the plain user enter with a key. */
export interface SshHostWish {
  /** Lines of sshd_config. */
  readonly settings?: string;
  /** The whole of /etc/sudoers; without it, sudo lets only root do anything. */
  readonly sudoers?: string;
  /** What is at /usr/local/lib/holdfast/host-script. */
  readonly rootScript?: string;
  /** Commands of root that make the host what it is, in its own mount namespace. */
  readonly before?: string;
  /** Sees no process but its own, so that no other sshd of this machine passes for its. */
  readonly alone?: boolean;
}

const alone = ["--pid", "--fork", "--kill-child", "--mount-proc"];

export interface SshHostBed extends Daemon {
  readonly port: number;
  /** Path of the private key that opens it. */
  readonly identity: string;
  /** Path of a known_hosts file that holds its key. */
  readonly knownHosts: string;
  /** Path of its sshd_config. */
  readonly configuration: string;
}

/** Makes a key pair and gives the path of its private part. */
export function sshKey(purpose: string): string {
  const path = join(runFolder(purpose), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", purpose, "-f", path]);
  return path;
}

/**
 * A host that is this machine, but for accounts and sudo rules of its own: they are mounted over those of the machine,
 * in a mount namespace that ends with its sshd, so that nothing of the machine is changed.
 */
export async function startSshHost(wish: SshHostWish = {}): Promise<SshHostBed> {
  const program = requireProgram("sshd");
  if (program === undefined) throw new Error("sshd is not installed");
  mkdirSync("/run/sshd", { recursive: true });
  const folder = runFolder("ssh-host");
  const file = (name: string) => join(folder, name);
  const [hostKey, identity] = [sshKey("host"), sshKey("user")];
  const port = await freePort();
  for (const name of ["passwd", "shadow"]) execFileSync("cp", ["-p", `/etc/${name}`, file(name)]);
  appendFileSync(file("passwd"), `${plainUser}:x:64123:64123::/nonexistent:/bin/sh\n`);
  appendFileSync(file("shadow"), `${plainUser}:*:20000:0:99999:7:::\n`);
  writeFileSync(file("sudoers"), wish.sudoers ?? "root ALL=(ALL) ALL\n", { mode: 0o440 });
  copyFileSync(`${identity}.pub`, file("authorized_keys"));
  writeFileSync(file("host-script"), wish.rootScript ?? "", { mode: 0o755 });
  writeFileSync(
    file("sshd_config"),
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${hostKey}
PidFile none
AuthorizedKeysFile ${file("authorized_keys")}
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
${wish.settings ?? ""}
`,
  );
  const [, type, key] = /^(\S+) (\S+)/.exec(readFileSync(`${hostKey}.pub`, "utf8")) ?? [];
  writeFileSync(file("known_hosts"), `[127.0.0.1]:${port} ${type} ${key}\n`);
  const mounts = ["passwd", "shadow", "sudoers"].map(
    (it) => `[ ! -e /etc/${it} ] || mount --bind ${file(it)} /etc/${it}`,
  );
  const library =
    wish.rootScript === undefined
      ? []
      : [
          "mount -t tmpfs none /usr/local/lib",
          "mkdir /usr/local/lib/holdfast",
          `cp -p ${file("host-script")} /usr/local/lib/holdfast/`,
        ];
  const script = [
    "set -e",
    ...mounts,
    ...library,
    wish.before ?? ":",
    `exec ${program} -D -e -f ${file("sshd_config")}`,
  ];
  const daemon = await startDaemon(
    "unshare",
    ["--mount", "--propagation", "private", ...(wish.alone === true ? alone : []), "sh", "-c", script.join("\n")],
    [port],
  );
  return { ...daemon, port, identity, knownHosts: file("known_hosts"), configuration: file("sshd_config") };
}
