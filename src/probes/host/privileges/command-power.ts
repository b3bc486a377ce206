/** What a program can do for whoever may start it as root. */
export interface Power {
  readonly level: "root" | "limited" | "unknown";
  readonly because: string;
}

interface Kind {
  readonly programs: string;
  /** Why whoever may give it any arguments is root. */
  readonly because: string;
  /** Whether it is so with fixed arguments too, since it is steered from inside. */
  readonly inside?: boolean;
  /** Whether NOEXEC takes that from it: it only gives a way to start other programs. */
  readonly byPrograms?: boolean;
}

const kinds: readonly Kind[] = [
  {
    programs: "sh bash dash ash zsh ksh ksh93 mksh csh tcsh fish rbash busybox toybox",
    because: "it is a shell",
  },
  {
    programs:
      "su sudo doas runuser setpriv login pkexec chroot unshare nsenter systemd-run machinectl systemd-nspawn capsh start-stop-daemon daemonize",
    because: "it starts programs as root, or as whom one likes",
  },
  {
    programs:
      "env nice ionice timeout nohup stdbuf setsid xargs parallel watch time taskset chrt flock script strace ltrace perf gdb lldb valgrind expect rlwrap run-parts cpulimit numactl dbus-run-session logsave softlimit unbuffer sshpass",
    because: "it starts the program that it is told",
  },
  { programs: "at batch crontab", because: "it lets commands run later, as root" },
  { programs: "screen tmux byobu", because: "it opens a terminal with a shell", inside: true, byPrograms: true },
  {
    programs:
      "python perl ruby node nodejs php lua luajit tclsh wish expectk guile R Rscript irb java jshell groovy scala awk gawk mawk nawk jrunscript bc dc ghci pry octave julia erl iex elixir deno bun pwsh",
    because: "it runs whatever is written in its language",
  },
  {
    programs:
      "make gmake cmake ninja gcc cc g++ clang go cargo rustc npm npx yarn pnpm pip pip3 pipx easy_install gem bundle bundler composer mvn gradle ant cpan cpanm poetry uv",
    because: "it runs commands that a file of one's own tells it",
  },
  {
    programs:
      "vi vim vim.basic vim.tiny vimdiff view rvim rview nvim ex ed red nano rnano pico emacs joe jed mcedit mc ne micro kak helix hx editor sensible-editor visudo vipw vigr crontab-ui gedit kate",
    because: "an editor writes any file and starts programs",
    inside: true,
  },
  {
    programs: "less more most pg pager man info lynx w3m links elinks",
    because: "from inside of it a shell can be started",
    inside: true,
    byPrograms: true,
  },
  {
    programs:
      "ftp sftp lftp telnet mysql mariadb psql sqlite3 mongo mongosh redis-cli sqlplus gdbserver ncftp smbclient",
    because: "from inside of it programs can be started or files written",
    inside: true,
    byPrograms: true,
  },
  {
    programs:
      "find tar bsdtar zip 7z 7za rsync scp ssh git svn hg tcpdump nmap openvpn socat nc ncat netcat ip ansible ansible-playbook ansible-pull puppet chef-client salt-call terraform vagrant openssl restic borg logrotate wireshark tshark dumpcap tcpdump.real task certbot dmsetup vgchange pppd aria2c",
    because: "one of its options starts another program, or loads code",
  },
  {
    programs:
      "cp mv dd tee install ln sed sponge truncate patch unzip unrar gunzip gzip bzip2 xz zstd cpio pax ar curl wget wget2 split csplit shred rev-install debugfs e2image mcopy sort uniq iconv pr tac xxd objcopy dosfslabel ginstall touch-file fallocate",
    because: "it writes any file",
  },
  {
    programs: "chmod chown chgrp setfacl chattr setcap",
    because: "it opens any file to others, or gives programs root's powers",
  },
  {
    programs:
      "cat head tail grep egrep fgrep zgrep zcat bzcat xzcat base64 base32 od hexdump strings nl cut paste diff diff3 sdiff comm cmp fold fmt expand unexpand join look file column tr wc dig host arp jq yq xmllint highlight ul cmp rev tsort pdftotext bridge ss readelf nm objdump as ld eqn",
    because: "it reads any file, the hashes of passwords and root's keys among them",
  },
  {
    programs:
      "apt apt-get aptitude dpkg apt-key dpkg-reconfigure gdebi snap flatpak rpm yum dnf microdnf zypper pacman apk pkg pkcon alien tasksel",
    because: "packages of one's own run their scripts as root",
  },
  {
    programs:
      "docker podman nerdctl ctr crictl buildah runc crun lxc lxc-attach lxc-execute lxc-start lxd incus kubectl k3s helm docker-compose podman-compose virsh qemu-system-x86_64 kvm virt-install VBoxManage",
    because: "what it starts may hold all of the host",
  },
  {
    programs: "mount losetup mount.nfs mount.cifs fusermount mkfs swapon pivot_root zfs zpool lvm cryptsetup",
    because: "a file system of one's own brings programs with the set-uid bit, or covers files of the system",
  },
  { programs: "insmod modprobe kmod kexec sysctl", because: "it changes the kernel" },
  {
    programs:
      "useradd usermod adduser addgroup gpasswd groupadd groupmod newusers chpasswd chgpasswd passwd pwconv vipw chsh chfn userdel groupmems",
    because: "it changes accounts, passwords or groups",
  },
  {
    programs:
      "systemctl service initctl rc-service update-rc.d systemd-edit openrc-run supervisorctl svc sv loginctl busctl gdbus dbus-send journalctl hostnamectl",
    because: "it starts units of one's own, or edits those that are there",
  },
  {
    programs:
      "ldconfig ld.so ldd update-alternatives update-initramfs grub-install update-grub iptables iptables-restore iptables-save ip6tables nft ufw-reset auditctl",
    because: "it loads or puts in place files that root runs",
  },
];

const byProgram = new Map(kinds.flatMap((kind) => kind.programs.split(" ").map((name) => [name, kind] as const)));

/** What is meant by `python3.11`, `vim.basic`, `mkfs.ext4` or `php8.2`. */
function kindOf(program: string): Kind | undefined {
  const bare = program.replace(/[-.]?\d[\d.]*$/, "");
  return byProgram.get(program) ?? byProgram.get(bare) ?? byProgram.get(program.split(".")[0] ?? "");
}

/** Fixed beginnings after which further arguments give nothing more. */
const harmless: readonly RegExp[] = [
  /\/systemctl (?:--\S+ )*(?:start|stop|restart|reload|try-restart|reload-or-restart|status|is-active|is-enabled|is-failed|show|list-\S+|daemon-reload|reset-failed|kill)(?: |$)/,
  /\/(?:service) [\w@.-]+ (?:start|stop|restart|reload|status)(?: |$)/,
  /\/journalctl(?: |$)/,
  /\/supervisorctl (?:start|stop|restart|status|reread|update)(?: |$)/,
  /\/loginctl /,
  /\/hostnamectl(?: |$)/,
  /\/iptables(?:-save)? -(?:L|S|nL|nvL|vnL)\b[^*]*$/,
  /\/nft list [^*]*$/,
];

/**
 * What whoever may run a command as root gains.
 *
 * @param path - the program; a folder of programs ends with a slash
 * @param args - pattern of the arguments that are allowed; undefined for any, `""` (two quotes) for none
 */
export function commandPower(path: string, args: string | undefined, executes: boolean): Power {
  const program = path.slice(path.lastIndexOf("/") + 1);
  const kind = kindOf(program);
  const open = args === undefined || hasWildcard(args);
  if (kind === undefined) return { level: "unknown", because: `what ${program} can do as root is not known here` };
  if (kind.byPrograms === true && !executes)
    return { level: "limited", because: `${program} may start no other programs (NOEXEC)` };
  if (
    harmless.some((it) => it.test(`${path} ${args === undefined || args === '""' ? "" : args}`.trimEnd())) &&
    args !== undefined
  )
    return { level: "limited", because: `${program} with ${args} only` };
  if (kind.inside === true && !(args !== undefined && /(?:^| )-[ce]\b/.test(args) && !open))
    return { level: "root", because: `${program}: ${kind.because}` };
  if (!open) return { level: "limited", because: `${program} with fixed arguments` };
  const with_ =
    args === undefined
      ? ""
      : `, and its arguments have a wildcard, which stands for blanks, slashes and further arguments`;
  return { level: "root", because: `${program}: ${kind.because}${with_}` };
}

/** An expression is open unless it is plain text between its ends. */
function hasWildcard(args: string): boolean {
  if (args.startsWith("^")) return /(?<!\\)[.*+?[\](){}|]/.test(args.replace(/^\^|\$$/g, ""));
  return /(?<!\\)[*?[]/.test(args);
}

/** Whether a program is one that makes root of whoever starts it with root's rights and any arguments. */
export function isPowerful(program: string): boolean {
  return kindOf(program) !== undefined;
}

/** Files that make root of whoever can write them. */
const files =
  /^\/(?:etc\/(?:passwd|shadow|gshadow|group|sudoers|doas\.conf|crontab|anacrontab|environment|profile|bash\.bashrc|rc\.local|ld\.so\.(?:preload|conf)|nsswitch\.conf|pam\.conf|inittab|exports|fstab|logrotate\.conf|sysctl\.conf|sudo\.conf)(?:[-~]|$)|etc\/(?:sudoers\.d|doas\.d|pam\.d|cron\.(?:d|hourly|daily|weekly|monthly)|systemd|init\.d|rc\d?\.d|rcS\.d|udev|profile\.d|ld\.so\.conf\.d|ssh|apt|security|polkit-1|dbus-1|modprobe\.d|sysctl\.d|network|logrotate\.d|update-motd\.d|kernel|initramfs-tools|grub\.d|default|alternatives|dhcp|NetworkManager|ppp|acpi|docker|containerd)(?:\/|$)|etc\/?$|usr\/?$|root\/(?:\.ssh|\.bashrc|\.profile|\.bash_\w+|\.zshrc|\.config|\.local|\.vimrc|\.gitconfig)(?:\/|$)|root\/?$|usr\/(?:local\/)?s?bin(?:\/|$)|s?bin\/|usr\/(?:local\/)?lib(?:\/|$)|lib\/|boot(?:\/|$)|var\/spool\/cron\/(?:crontabs\/)?root$|usr\/share\/polkit-1\/|opt\/?$|$)/;

export function isRootFile(path: string): boolean {
  return files.test(path);
}
