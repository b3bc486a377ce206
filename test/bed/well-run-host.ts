import { collectScript } from "../../src/probes/host/script.ts";
import { rootScriptPath } from "../../src/transports/ssh-command.ts";
import { type BootedHost, bootHost } from "./booted-host.ts";
import { archiveName } from "./log-archive-host.ts";

/** The kernel's own part of the hardening profile. */
const hardenedKernel = {
  "dev.tty.ldisc_autoload": "0",
  "fs.protected_fifos": "2",
  "fs.protected_hardlinks": "1",
  "fs.protected_regular": "2",
  "fs.protected_symlinks": "1",
  "fs.suid_dumpable": "0",
  "kernel.core_pattern": "|/bin/false",
  "kernel.dmesg_restrict": "1",
  "kernel.kexec_load_disabled": "1",
  "kernel.kptr_restrict": "2",
  "kernel.modules_disabled": "1",
  "kernel.perf_event_paranoid": "3",
  "kernel.randomize_va_space": "2",
  "kernel.sysrq": "0",
  "kernel.unprivileged_bpf_disabled": "1",
  "kernel.yama.ptrace_scope": "1",
  "net.core.bpf_jit_harden": "2",
  "vm.mmap_min_addr": "65536",
  "vm.unprivileged_userfaultfd": "0",
} as const;

/** Every unit that it needs; what else the packages enable is off. */
export const neededUnits = [
  ...["apparmor.service", "apt-daily-upgrade.timer", "apt-daily.timer", "cron.service", "dpkg-db-backup.timer"],
  ...["e2scrub_all.timer", "e2scrub_reap.service", "fstrim.timer", "getty@.service", "nftables.service"],
  ...["nginx.service", "redis-server.service", "rsyslog.service", "ssh.service", "systemd-pstore.service"],
  ...["unattended-upgrades.service", "console-getty.service", "systemd-remount-fs.service"],
] as const;

/** Lines of people's own keys, which the roster of the estate names. */
export interface People {
  readonly alice: string;
  readonly bob: string;
}

/** A host as its administrators would show it to an auditor. */
export async function wellRunHost(
  people: People,
  archiveAuthority: string,
  packages: readonly string[] = [],
): Promise<BootedHost> {
  const script = collectScript({});
  const before = String.raw`
dpkg --purge inetutils-telnetd openbsd-inetd >&2
touch /var/lib/apt/lists/*
printf 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n' >/etc/apt/apt.conf.d/20auto-upgrades

cat >/etc/sysctl.d/60-hardening.conf <<'END'
net.ipv4.ip_forward = 0
net.ipv4.conf.*.accept_redirects = 0
net.ipv4.conf.*.secure_redirects = 0
net.ipv4.conf.*.send_redirects = 0
net.ipv4.conf.*.accept_source_route = 0
net.ipv4.conf.*.rp_filter = 1
net.ipv4.conf.*.log_martians = 1
net.ipv4.icmp_echo_ignore_broadcasts = 1
net.ipv4.icmp_ignore_bogus_error_responses = 1
net.ipv4.tcp_syncookies = 1
net.ipv4.tcp_rfc1337 = 1
net.ipv6.conf.*.accept_ra = 0
net.ipv6.conf.*.accept_redirects = 0
net.ipv6.conf.*.accept_source_route = 0
net.ipv6.conf.all.forwarding = 0
END
cat >/etc/fstab <<'END'
tmpfs /tmp tmpfs rw,nodev,nosuid,noexec,mode=1777 0 0
tmpfs /dev/shm tmpfs rw,nodev,nosuid,noexec 0 0
tmpfs /var/tmp tmpfs rw,nodev,nosuid,noexec,mode=1777 0 0
proc /proc proc rw,nosuid,nodev,noexec,hidepid=0 0 0
END
mkdir -p /etc/security/limits.d /etc/systemd/coredump.conf.d /etc/modprobe.d
echo '* hard core 0' >/etc/security/limits.d/core.conf
printf '[Coredump]\nStorage=none\nProcessSizeMax=0\n' >/etc/systemd/coredump.conf.d/none.conf
mkdir -p /etc/systemd/system.conf.d && printf '[Manager]\nDumpCore=no\nDefaultLimitCORE=0\n' >/etc/systemd/system.conf.d/core.conf
for module in cramfs freevxfs hfs hfsplus jffs2 udf dccp sctp rds tipc usb-storage firewire-core; do
  printf 'install %s /bin/false\nblacklist %s\n' "$module" "$module"
done >/etc/modprobe.d/unused.conf

groupadd --system logins
for person in alice bob; do
  useradd --create-home --shell /bin/bash --groups logins "$person"
  chmod 700 "/home/$person"
  install -d -m 700 -o "$person" -g "$person" "/home/$person/.ssh"
done
useradd --create-home --shell /bin/sh --groups logins holdfast
chmod 700 /home/holdfast
install -d -m 700 -o holdfast -g holdfast /home/holdfast/.ssh
echo "from=\"$FROM\",restrict $KEY" >/home/holdfast/.ssh/authorized_keys
echo '${people.alice}' >/home/alice/.ssh/authorized_keys
echo '${people.bob}' >/home/bob/.ssh/authorized_keys
for person in alice bob holdfast; do
  chown "$person:$person" "/home/$person/.ssh/authorized_keys"
  chmod 600 "/home/$person/.ssh/authorized_keys"
done
for person in alice bob; do
  printf 'JBSWY3DPEHPK3PXPJBSWY3DPEH\n" RATE_LIMIT 3 30\n" DISALLOW_REUSE\n" TOTP_AUTH\n' >"/home/$person/.google_authenticator"
  chown "$person:$person" "/home/$person/.google_authenticator"
  chmod 400 "/home/$person/.google_authenticator"
  tr -dc A-Za-z0-9 </dev/urandom | head -c 24 | sed "s/^/$person:/" | chpasswd --crypt-method YESCRYPT
done
usermod --lock root
usermod --lock holdfast

printf 'alice ALL=(ALL:ALL) ALL\nbob ALL=(ALL:ALL) ALL\n' >/etc/sudoers.d/people
printf 'Defaults use_pty\nDefaults logfile="/var/log/sudo.log"\nDefaults log_subcmds\n' >/etc/sudoers.d/logging
sed -i 's/^%sudo.*//' /etc/sudoers
install -D -m 755 /dev/stdin ${rootScriptPath} <<'HOLDFAST-END'
${script}HOLDFAST-END
printf 'holdfast ALL=(root) NOPASSWD: sha256:%s ${rootScriptPath} ""\n' "$(sha256sum <${rootScriptPath} | cut -d ' ' -f 1)" >/etc/sudoers.d/holdfast
chmod 440 /etc/sudoers.d/*
visudo -c -q

cat >/etc/ssh/sshd_config <<END
Port 22
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin no
PasswordAuthentication no
KbdInteractiveAuthentication yes
UsePAM yes
PermitEmptyPasswords no
AuthenticationMethods publickey,keyboard-interactive:pam
AllowGroups logins
KexAlgorithms sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org
Ciphers chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes128-gcm@openssh.com
MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com
HostKeyAlgorithms ssh-ed25519
MaxAuthTries 3
LoginGraceTime 30
X11Forwarding no
AllowTcpForwarding no
AllowAgentForwarding no
PermitTunnel no
PermitUserEnvironment no
GatewayPorts no
ClientAliveInterval 300
ClientAliveCountMax 2
LogLevel VERBOSE
Subsystem sftp internal-sftp
DebianBanner no
Match User holdfast Address $FROM
  AuthenticationMethods publickey
END
chmod 600 /etc/ssh/sshd_config
cat >/etc/pam.d/sshd <<'END'
auth required pam_google_authenticator.so
account required pam_nologin.so
account include common-account
session required pam_loginuid.so
session include common-session
password include common-password
END
printf 'minlen = 14\nminclass = 3\nenforce_for_root\n' >/etc/security/pwquality.conf
sed -i 's/^PASS_MAX_DAYS.*/PASS_MAX_DAYS 365/; s/^UMASK.*/UMASK 027/' /etc/login.defs

cat >/etc/nftables.conf <<END
#!/usr/sbin/nft -f
flush ruleset
table inet filter {
  chain input {
    type filter hook input priority 0; policy drop;
    iif lo accept
    ct state established,related accept
    ip saddr $FROM tcp dport 22 accept
    tcp dport 443 accept
  }
  chain forward { type filter hook forward priority 0; policy drop; }
  chain output { type filter hook output priority 0; policy accept; }
}
END
systemctl enable --quiet nftables

install -d -m 700 /etc/nginx/tls
openssl req -x509 -newkey rsa:3072 -nodes -keyout /etc/nginx/tls/key.pem -out /etc/nginx/tls/cert.pem -days 90 -subj /CN=web1.example.com 2>/dev/null
chmod 600 /etc/nginx/tls/key.pem
rm -f /etc/nginx/sites-enabled/default /var/www/html/*
cat >/etc/nginx/sites-enabled/shop <<'END'
server {
  listen 443 ssl http2;
  server_tokens off;
  ssl_certificate /etc/nginx/tls/cert.pem;
  ssl_certificate_key /etc/nginx/tls/key.pem;
  ssl_protocols TLSv1.2 TLSv1.3;
  return 404;
}
END
mkdir -p /etc/systemd/system/nginx.service.d
cat >/etc/systemd/system/nginx.service.d/sandbox.conf <<'END'
[Service]
NoNewPrivileges=yes
ProtectSystem=full
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_SETUID CAP_SETGID CAP_DAC_OVERRIDE CAP_CHOWN
UMask=0027
END
cat >/etc/rsyslog.d/10-archive.conf <<'END'
action(type="omfwd" target="198.19.0.2" port="6514" protocol="tcp"
  StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="${archiveName}"
  queue.type="LinkedList" queue.filename="archive" queue.saveOnShutdown="on" action.resumeRetryCount="-1" action.resumeInterval="1")
END
sed -i '1i global(DefaultNetstreamDriverCAFile="/etc/ssl/archive.pem")' /etc/rsyslog.conf
cat >/etc/ssl/archive.pem <<'END'
${archiveAuthority}END
chmod 644 /etc/ssl/archive.pem
mkdir -p /var/log/journal
chmod 600 /etc/crontab
chmod 700 /etc/cron.d /etc/cron.hourly /etc/cron.daily /etc/cron.weekly /etc/cron.monthly
touch /etc/cron.allow && chmod 640 /etc/cron.allow
rm -f /etc/cron.deny
`;
  // Its cable was plugged in before it had set anything; a real one comes up with the defaults that were set by then.
  const after = "mount -o remount,nodev,nosuid,noexec /tmp\nsystemctl restart systemd-sysctl";
  return bootHost({ name: "web1", packages, before, after, kernel: hardenedKernel });
}
