import type { RequirementId } from "../../src/standard/requirement.ts";

/** Something wrong that was done to the badly run host. */
export interface Planted {
  /** What was done, as an auditor would write it down. */
  readonly what: string;
  readonly requirement: RequirementId;
  /** The control that must find it. */
  readonly control: string;
  /** What its finding says. */
  readonly says: RegExp;
}

const planted = (what: string, requirement: RequirementId, control: string, says: RegExp): Planted => ({
  ...{ what, requirement, control, says },
});

/** Every violation of `test/bed/badly-run-host.ts`. */
export const plantedViolations: readonly Planted[] = [
  planted("a second account with user id 0", "HAR-1", "no-second-root", /toor2/),
  planted("an account with an empty password", "HAR-1", "no-empty-passwords", /erin/),
  planted("a password kept as MD5", "HAR-1", "password-hashes-strong", /oldtimer/),
  planted("an account of the system that can log in", "HAR-1", "system-accounts-locked", /games/),
  planted("password hashes that everybody can read", "HAR-1", "account-files-modes", /\/etc\/shadow .*0644/),
  planted("root's crontab that everybody can write", "HAR-1", "account-files-modes", /\/etc\/crontab .*0666/),
  planted("everybody's login script that everybody can write", "HAR-1", "account-files-modes", /\/etc\/profile/),
  planted("a script of root's cron that everybody can write", "HAR-1", "no-world-writable-files", /\/opt\/nightly\.sh/),
  planted("a unit that everybody can write", "HAR-1", "no-world-writable-files", /report\.service/),
  planted("a folder of root's PATH that everybody can write", "HAR-1", "no-world-writable-files", /\/usr\/local\/sbin/),
  planted("a hidden copy of a shell with set-uid", "HAR-1", "setid-files-known", /\.cache-helper/),
  planted("a script of root's cron that is everybody's", "HAR-1", "scheduled-programs-protected", /nightly\.sh.*cron/),
  planted("a table of cron that is everybody's", "HAR-1", "scheduled-programs-protected", /\/etc\/crontab/),
  planted("a unit that is everybody's", "HAR-1", "scheduled-programs-protected", /report\.service/),
  planted("an interpreter that may become any user", "HAR-1", "no-open-way-to-root", /python3.*cap_setuid/),
  planted("a service account with all of sudo", "HAR-1", "sudo-takes-a-password", /^deploy .*ALL/),
  planted("a pager as root", "HAR-1", "sudo-takes-a-password", /^dave .*less/),
  planted("find as root", "HAR-1", "sudo-takes-a-password", /^dave .*find/),
  planted("libraries from where everybody writes", "HAR-1", "no-open-way-to-root", /\/opt\/lib .*loads libraries/),
  planted("a program of udev that another owns", "HAR-1", "no-open-way-to-root", /deploy .*udev runs it/),
  planted("a folder of root's PATH that another owns", "HAR-1", "no-open-way-to-root", /\/opt\/bin .*root searches/),
  planted("an interpreter that may become anybody", "HAR-1", "setid-files-known", /report gives it cap_setuid/),
  planted("addresses that are not random enough", "HAR-1", "aslr-on", /randomize_va_space/),
  planted("addresses of the kernel shown", "HAR-1", "kernel-pointers-hidden", /kptr_restrict/),
  planted("the kernel's messages shown", "HAR-1", "kernel-log-restricted", /dmesg_restrict/),
  planted("links followed in shared folders", "HAR-1", "links-protected", /protected_symlinks/),
  planted("processes that may look into each other", "HAR-1", "ptrace-restricted", /ptrace_scope/),
  planted("BPF for everybody", "HAR-1", "unprivileged-bpf-off", /unprivileged_bpf/),
  planted("all keys of SysRq", "HAR-1", "magic-sysrq-restricted", /sysrq/),
  planted("redirects of routers taken and sent", "HAR-1", "network-redirects-refused", /ipv4.*accept_redirects/),
  planted("source routes", "HAR-1", "source-routes-refused", /accept_source_route/),
  planted("forged senders", "HAR-1", "reverse-path-filter", /rp_filter/),
  planted("no SYN cookies", "HAR-1", "syn-cookies-on", /syncookies/),
  planted("programs and devices in /tmp", "HAR-1", "mount-options", /^\/tmp .*noexec/),
  planted("telnet", "HAR-2", "legacy-services-off", /telnet.*23/),
  planted("the package of telnet", "HAR-2", "legacy-servers-uninstalled", /telnetd/),
  planted("a listener that nobody declared", "HAR-2", "listeners-declared", /8080/),
  planted("graphical programs through sshd", "HAR-2", "ssh-forwarding-limited", /X11Forwarding/),
  planted("a service that runs as root", "HAR-6", "no-root-listeners", /python3.*8080/),
  planted("a local service open to the network", "HAR-7", "local-services-on-loopback", /redis.*0\.0\.0\.0/),
  planted("a secret in a unit", "BCK-4", "no-secrets-in-unit-files", /legacy\.service/),
  planted("a secret in an environment", "BCK-4", "no-secrets-in-process-environments", /API_TOKEN/),
  planted("a secret on a command line", "BCK-4", "no-secrets-on-command-lines", /python3/),
  planted("a private key that everybody can read", "BCK-4", "secret-files-protected", /id_backup\.pem/),
  planted("a copy of the hashes of passwords", "BCK-4", "secret-files-protected", /shadow\.bak/),
  planted("a .env that everybody can read", "BCK-4", "secret-files-protected", /\/opt\/shop\/\.env/),
  planted("a .env in a web root", "BCK-4", "secret-files-protected", /\/var\/www\/shop\/\.env/),
  planted("an account that everybody guesses", "ADM-2", "no-admin-account", /^admin /),
  planted("a second sshd that lets root in", "ADM-2", "ssh-root-login-off", /root in through its daemon .*sshd_old/),
  planted("one factor for sshd", "ADM-4", "ssh-two-factors", /publickey alone/),
  planted("weak ciphers of sshd", "ADM-4", "ssh-algorithms-strong", /aes128-cbc/),
  planted("weak key exchange of sshd", "ADM-4", "ssh-algorithms-strong", /group1-sha1/),
  planted("a sshd that keeps no record of logins", "ADM-5", "logins-shipped", /LogLevel is SILENT/),
  planted("records that never leave the host", "ADM-5", "logins-shipped", /nothing sends records/),
  planted("a sudo that keeps no record", "ADM-5", "commands-recorded", /sudo/),
  planted("a security update that is missing", "MNT-1", "security-updates-installed", /openssl 3\.0\.9/),
  planted("a library in use that is gone", "MNT-1", "no-stale-libraries", /libold\.so/),
  planted("a restart that is due", "MNT-1", "reboot-not-pending", /restart/),
  planted("a library put into every program", "HAR-1", "no-preloaded-libraries", /libtrace\.so/),
  planted("everybody trusted by .rhosts", "HAR-1", "no-trusted-hosts", /\/root\/\.rhosts lets everybody/),
  planted("another host trusted", "HAR-1", "no-trusted-hosts", /hosts\.equiv/),
  planted(
    "a folder given out with the rights of root",
    "HAR-6",
    "exports-squash-root",
    /\/srv\/share .*no_root_squash/,
  ),
  planted("packets passed on", "HAR-1", "forwarding-off", /ip_forward/),
  planted("a capability on an interpreter", "HAR-1", "no-open-way-to-root", /python3.*cap_setuid/),
  planted("sudo without a password", "HAR-1", "sudo-takes-a-password", /^deploy/),
  planted("root let in by a Match block", "ADM-2", "ssh-root-login-off", /lets root in from 10\./),
  planted("passwords let in by a Match block", "ADM-4", "ssh-password-login-off", /a password alone from 10\./),
  planted("empty passwords let in by a Match block", "ADM-4", "ssh-empty-passwords-off", /empty password in from 10\./),
  planted("no end to guessing passwords", "ADM-4", "password-rules-enforced", /guessed without end/),
  planted("all of sudo without a password", "ADM-1", "host-administrators-personal", /^deploy .*ALL/),
  planted(
    "a program for root from which a shell can be started",
    "ADM-1",
    "host-administrators-personal",
    /^dave .*less/,
  ),
  planted("a group that reads and writes raw disks", "ADM-1", "host-administrators-personal", /^erin .*disk/),
  planted("a group that is root by containers", "ADM-1", "host-administrators-personal", /^carol .*docker/),
  planted("a leaver's key that opens root", "ADM-6", "host-access-revoked", /key of mallory.* opens root/),
  planted("a leaver's account with a password", "ADM-6", "host-access-revoked", /^mallory,/),
  planted("a password in a crontab", "BCK-4", "secret-files-protected", /\/etc\/cron\.d\/dump/),
  planted("a password in a history", "BCK-4", "no-secrets-in-histories", /\.bash_history/),
  planted("a unit without any fence", "HAR-6", "service-units-sandboxed", /^legacy\.service/),
];
