import { readFileSync } from "node:fs";

/** Parts of the script, in their order: the last one runs the others' sections. */
const parts = [
  ...["frame", "system", "packages", "updates", "processes", "accounts", "ssh-server", "login", "kernel", "modes"],
  ...["units", "reboot", "secrets", "sessions", "use", "logging", "trust", "privileges", "confinement", "main"],
];
const collect = parts.map((part) => readFileSync(new URL(`script/${part}.sh`, import.meta.url), "utf8")).join("\n");

/** Sections of the script by the fact that rests on them, with what each of them asks, for provenance. */
export const requests = {
  "host-os": {
    "os-release": "cat /etc/os-release",
    "kernel-release": "uname -r",
    container: "ls /.dockerenv /run/.containerenv; cat /proc/1/cgroup",
  },
  "host-packages": {
    "packages-dpkg": "dpkg-query -W",
    "packages-rpm": "rpm -qa",
    "packages-apk": "cat /lib/apk/db/installed",
  },
  "host-updates": {
    "updates-apt": "apt list -a --upgradable",
    "apt-lists": "stat /var/lib/apt/lists/*",
    "apt-signatures": "gpgv /var/lib/apt/lists/*_InRelease",
    "updates-dnf": "dnf -C updateinfo list --updates",
    "updates-dnf-all": "dnf -C list --upgrades",
    "updates-apk": "apk version -l '<'",
  },
  "host-package-sources": {
    "package-sources": "cat /etc/apt/sources.list /etc/apt/apt.conf.d/* /etc/yum.repos.d/*.repo …",
  },
  "host-listeners": {
    "net-tcp": 'awk \'NR == 1 || $4 == "0A" || $4 == "07"\' /proc/net/tcp',
    "net-tcp6": 'awk \'NR == 1 || $4 == "0A" || $4 == "07"\' /proc/net/tcp6',
    "net-udp": 'awk \'NR == 1 || $4 == "0A" || $4 == "07"\' /proc/net/udp',
    "net-udp6": 'awk \'NR == 1 || $4 == "0A" || $4 == "07"\' /proc/net/udp6',
    fds: "ls -l /proc/*/fd",
  },
  "host-connections": { outgoing: "awk '$4 == \"01\"' /proc/net/tcp /proc/net/tcp6", fds: "ls -l /proc/*/fd" },
  "host-accounts": {
    passwd: "cat /etc/passwd",
    shadow: "cat /etc/shadow",
    groups: "cat /etc/group",
    sudoers: "cat /etc/sudoers /etc/sudoers.d/*",
  },
  "host-sshd": {
    "sshd-version": "sshd -V",
    "sshd-settings": "sshd -T",
    "sshd-settings-root": "sshd -T -C user=root,host=elsewhere.example.com,addr=192.0.2.1",
    "sshd-others": "sshd -T -f …, of every further daemon",
    "sshd-config": "cat /etc/ssh/sshd_config, and what it includes",
  },
  "host-authorized-keys": {
    "authorized-keys": "cat ~/.ssh/authorized_keys, or what AuthorizedKeysFile names",
    "sshd-authorities": "cat TrustedUserCAKeys",
  },
  "host-logins": {
    "sshd-asked": "sshd -T -C user=…,addr=…, for each of the first Match blocks",
    "pam-files": "cat /etc/pam.d/*",
  },
  "host-passwords": { "password-rules": "cat /etc/login.defs /etc/security/pwquality.conf …" },
  "host-sysctl": { sysctl: "cat /proc/sys/…" },
  "host-mounts": { mounts: "cat /proc/mounts" },
  "host-files": {
    modes: "stat /etc/passwd …",
    "risky-modes": "find /etc /usr /opt /var /boot /srv -xdev -perm …",
    "file-capabilities": "getcap -r /usr …",
  },
  "host-units": {
    "unit-files": "systemctl list-unit-files",
    "unit-states": "systemctl list-units --all",
    "unit-sandbox": "systemctl show '*.service'",
  },
  "host-processes": {
    statuses: "cat /proc/*/status",
    links: "ls -l /proc/*/exe /proc/*/ns/*",
    cgroups: "cat /proc/*/cgroup",
  },
  "host-reboot": { reboot: "ls /run/reboot-required", kernels: "ls /boot", deleted: "grep deleted /proc/*/maps" },
  "host-modules": { "kernel-modules": "cat /proc/modules; grep install /etc/modprobe.d/*" },
  "host-access-control": {
    "access-control": "cat /sys/kernel/security/lsm /sys/kernel/security/apparmor/profiles /sys/fs/selinux/enforce",
  },
  "host-service-code": { "service-code": "stat of /proc/*/exe and of scripts in /proc/*/cmdline" },
  "host-runtimes": { "own-runtimes": "ls /usr/local/bin /opt/*/bin …" },
  "host-privileges": {
    "sudoers-files": "cat /etc/sudoers /etc/sudoers.d/*",
    "host-names": "uname -n; ip -o addr show",
    "other-rules": "cat /etc/doas.conf /etc/pam.d/su /etc/polkit-1/rules.d/*",
    crontabs: "cat /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/*",
    "hook-lines":
      "awk over /etc/udev/rules.d, /etc/logrotate.d, /etc/apt/apt.conf.d, /etc/pam.d, /etc/ld.so.conf.d, /etc/profile …",
    "unit-programs": "systemctl show '*' -p ExecStart,…",
    "loose-files": "find /etc /root /usr/local … ! -user 0 -o -perm /022",
    "named-paths": "stat of the paths named in all of these",
    "open-doors": "stat /run/docker.sock … /dev/sda …",
    "elsewhere-setid": "find /tmp /home /root /run … -perm /6000",
    "file-capabilities": "getcap -r /usr …",
  },
  "host-logging": {
    "logging-files": "grep -v '^#' /etc/systemd/journald.conf /etc/rsyslog.conf …",
    "journal-state": "ls /var/log/journal",
    "audit-status": "auditctl -s",
    "audit-rules": "auditctl -l",
    sudoers: "cat /etc/sudoers /etc/sudoers.d/*",
  },
  "host-trust": { "trust-files": "cat /etc/ld.so.preload /etc/hosts.equiv /etc/exports /home/*/.rhosts …" },
  "host-log-arrival": { "log-records": "journalctl -t sshd -t sudo -t su" },
  "host-secrets": {
    environ: "cat /proc/*/environ",
    cmdline: "cat /proc/*/cmdline",
    "unit-environment": "grep Environment= and Exec…= in unit files",
    histories: "tail ~/.*_history, of every account",
    "secret-files": "find /etc /root /home /srv /var/www /opt, files with names of secrets",
  },
  "host-sessions": {
    "logged-in": "who",
    seats: "loginctl show-session",
    cmdline: "cat /proc/*/cmdline",
    statuses: "cat /proc/*/status",
  },
  "host-addresses": { addresses: "cat /proc/net/fib_trie /proc/net/if_inet6" },
  "host-use": { "access-logs": "tail of the access logs in /var/log", logins: "last" },
} as const;

/** Sections whose bytes could hold a secret: of those only a keyed hash is told. */
export const confidential: ReadonlySet<string> = new Set([
  "environ",
  "cmdline",
  "unit-environment",
  "histories",
  "secret-files",
  "passwd",
  "shadow",
  "shadow-hashes",
  "groups",
  "sudoers",
  // Modules that ask a database take its password as an argument.
  "pam-files",
  "sudoers-files",
  "other-rules",
  "crontabs",
  "unit-programs",
  "named-paths",
  "hook-lines",
  "package-sources",
  "service-code",
  "logging-files",
  "log-records",
]);

/** What the estate declares of a host that changes its script. */
export interface ScriptWishes {
  readonly secretFolders?: readonly string[];
  /** Whether hashes of passwords may leave the host, for memory alone. */
  readonly passwordHashes?: boolean;
}

/**
 * The script that is sent to a host: always the same text, but for what is declared in front of it, which becomes its
 * arguments. It can be a program as well, since sudo may let a user run just this one.
 */
export function collectScript({ secretFolders = [], passwordHashes = false }: ScriptWishes): string {
  const folders = secretFolders.filter((folder) => folder.startsWith("/") && !folder.includes("\0"));
  const words = [...(passwordHashes ? ["--password-hashes"] : []), ...folders];
  const program = "#!/bin/sh\n";
  if (words.length === 0) return `${program}${collect}`;
  return `${program}set -- ${words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ")}\n${collect}`;
}
