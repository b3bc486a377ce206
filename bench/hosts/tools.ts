/** What another program says of a host, and what of the planted violations that covers. */
export interface HostTool {
  readonly name: string;
  /** Commands of root in the host, which print its report; or, from outside, a program and what comes before the address. */
  readonly inside?: string;
  readonly outside?: readonly [string, ...string[]];
  /** By what was planted, what of its report says so; told generously, where it only names the kind of fault. */
  readonly finds: Readonly<Record<string, RegExp>>;
  /** What it complains about on a host: each match is one complaint. */
  readonly complaints: RegExp;
}

const sysctl = (key: string) => new RegExp(`KRNL-6000\\|sysctl\\|.*field:${key.replaceAll(".", "\\.")};`);

/** The programs of Debian that look at a whole host, or at its sshd or its units. */
export const hostTools: readonly HostTool[] = [
  {
    name: "lynis",
    inside: "lynis audit system --quick --no-colors >/dev/null 2>&1 || :; cat /var/log/lynis-report.dat",
    finds: {
      "a second account with user id 0": /AUTH-9204/,
      "an account with an empty password": /AUTH-9283/,
      "root's crontab that everybody can write": /SCHD-7704|FILE-7524/,
      "addresses of the kernel shown": sysctl("kernel.kptr_restrict"),
      "the kernel's messages shown": sysctl("kernel.dmesg_restrict"),
      "addresses that are not random enough": sysctl("kernel.randomize_va_space"),
      "links followed in shared folders": sysctl("fs.protected_symlinks"),
      "BPF for everybody": sysctl("kernel.unprivileged_bpf_disabled"),
      "all keys of SysRq": sysctl("kernel.sysrq"),
      "redirects of routers taken and sent": sysctl("net.ipv4.conf.all.accept_redirects"),
      "source routes": sysctl("net.ipv4.conf.all.accept_source_route"),
      "forged senders": sysctl("net.ipv4.conf.all.rp_filter"),
      "no SYN cookies": sysctl("net.ipv4.tcp_syncookies"),
      "packets passed on": sysctl("net.ipv4.conf.all.forwarding"),
      "graphical programs through sshd": /X11Forwarding/,
      "a sshd that keeps no record of logins": /LogLevel/,
      "records that never leave the host": /LOGG-2154/,
      "a local service open to the network": /DBS-1888/,
      "a security update that is missing": /^warning.*PKGS-7392/m,
      "a unit without any fence": /BOOT-5264/,
      telnet: /INSE-8\d+\|.*telnet/i,
      "programs and devices in /tmp": /FILE-6\d+\|.*\/tmp/,
      "processes that may look into each other": sysctl("kernel.yama.ptrace_scope"),
    },
    complaints: /^(?:warning|suggestion)\[\]=(?!LYNIS)/gm,
  },
  {
    name: "oscap (ssg-debian)",
    inside:
      "oscap xccdf eval --profile xccdf_org.ssgproject.content_profile_standard /usr/share/xml/scap/ssg/content/ssg-debian11-ds.xml 2>&1 || :",
    finds: {},
    complaints: /^Result\s+fail$/gm,
  },
  {
    name: "systemd-analyze security",
    inside: "systemd-analyze security --no-pager",
    finds: { "a unit without any fence": /legacy\.service\s+9\.\d UNSAFE/ },
    complaints: /(?:UNSAFE|EXPOSED)/g,
  },
  {
    name: "ssh-audit",
    outside: ["ssh-audit", "--level=warn"],
    finds: {
      "weak ciphers of sshd": /aes128-cbc/,
      "weak key exchange of sshd": /diffie-hellman-group1-sha1/,
    },
    complaints: /\((?:kex|enc|mac|key)\)/g,
  },
];
