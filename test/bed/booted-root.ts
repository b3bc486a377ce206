import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { arch } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { keptFolder } from "./kept-folder.ts";

const suite = "bookworm";
const packages = [
  ...["systemd-sysv", "dbus", "libpam-systemd", "procps", "iproute2", "kmod", "libcap2-bin", "gpgv", "openssl"],
  ...["openssh-server", "sudo", "nftables", "rsyslog", "rsyslog-gnutls", "cron", "apparmor", "acl"],
  ...["libpam-google-authenticator", "libpam-pwquality", "nginx-light", "redis-server", "unattended-upgrades"],
  // Old servers, which a well-run host takes off.
  ...["inetutils-telnetd", "openbsd-inetd"],
].toSorted();
/** Nobody reads them there. */
const left = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"];

/** The lists of packages in it are those of the day it was made, so that it is made anew when they would be too old. */
const week = () => Math.floor(Date.now() / (7 * 86_400_000));

async function make(folder: string, more: readonly string[]): Promise<void> {
  const args = [
    "--mode=root",
    "--variant=minbase",
    "--skip=cleanup/apt/lists",
    `--include=${[...packages, ...more].join(",")}`,
  ];
  const without = left.map((path) => `--dpkgopt=path-exclude=${path}`);
  await promisify(execFile)("mmdebstrap", ["--quiet", ...args, ...without, suite, join(folder, "root")], {
    maxBuffer: 1 << 26,
  });
}

/**
 * Root file system of a whole Debian host, for `bootHost`; made by mmdebstrap where it isn't there yet (half a minute).
 *
 * @param more - packages that it has besides
 */
export async function bootedRoot(more: readonly string[] = []): Promise<string> {
  const all = createHash("sha256")
    .update(JSON.stringify([packages, left, ...(more.length > 0 ? [more] : [])]))
    .digest("hex")
    .slice(0, 12);
  const done = await keptFolder(`host-${suite}-${arch()}-${all}-${week()}`, (folder) => make(folder, more));
  return join(done, "root");
}
