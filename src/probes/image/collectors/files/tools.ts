/** Kinds of programs that help an intruder, by the names they go by. */
const kinds: Readonly<Record<string, string>> = {
  "package manager":
    "apt apt-get aptitude dpkg rpm yum dnf microdnf tdnf zypper apk opkg pacman pip pip3 pipx npm yarn pnpm gem composer cargo conda brew",
  compiler: "gcc g++ cc c++ clang clang++ tcc go rustc javac make cmake as ld",
  debugger: "gdb gdbserver lldb strace ltrace perf bpftrace valgrind",
  "network tool":
    "curl wget nc ncat netcat socat nmap telnet ftp tftp ssh scp sftp rsync tcpdump tshark dig nslookup host ping traceroute hping3 masscan",
  shell: "sh bash dash ash zsh ksh mksh csh tcsh fish busybox toybox",
  "privilege tool": "sudo su doas pkexec",
};
const kindByName = new Map(
  Object.entries(kinds).flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind] as const)),
);
const folders = /^(?:usr\/(?:local\/)?)?s?bin\/|^opt\/[^/]+\/s?bin\/|^usr\/local\/go\/bin\//;

/** The kind of tool that a program of this path is, by its name without a version at its end. */
export function kindOfTool(path: string): string | undefined {
  if (!folders.test(path)) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return kindByName.get(name) ?? kindByName.get(name.replace(/^(?:x86_64|aarch64)-linux-gnu-|-?\d[\d.]*$/g, ""));
}
