import { type BootedHost, bootHost } from "./booted-host.ts";

/** What the kernel of a host says on which nobody ever looked at it, or somebody undid it. */
const carelessKernel = {
  "fs.protected_fifos": "0",
  "fs.protected_hardlinks": "0",
  "fs.protected_regular": "0",
  "fs.protected_symlinks": "0",
  "fs.suid_dumpable": "2",
  "kernel.core_pattern": "/var/crash/core.%p",
  "kernel.dmesg_restrict": "0",
  "kernel.kptr_restrict": "0",
  "kernel.modules_disabled": "0",
  "kernel.randomize_va_space": "1",
  "kernel.sysrq": "1",
  "kernel.unprivileged_bpf_disabled": "0",
  "kernel.yama.ptrace_scope": "0",
} as const;

/** Public keys by whose they are; `mallory` has left. */
export interface BadPeople {
  readonly alice: string;
  readonly mallory: string;
}

/** The secrets that lie about on it, none of which may ever be printed. */
export const plantedSecrets = {
  unit: "Un1t-Sailor-Kettle-42",
  environment: "Env-Marble-Trolley-17",
  argument: "Arg-Thistle-Lantern-93",
  dotenv: "Dot-Walnut-Harbour-58",
  history: "Hist-Copper-Meadow-71",
  webRoot: "Web-Velvet-Anchor-26",
  crontab: "Cron-Pepper-Glacier-64",
} as const;

/** A host as an attacker would like it, and an auditor wouldn't. */
export async function badlyRunHost(people: BadPeople, packages: readonly string[] = []): Promise<BootedHost> {
  const before = String.raw`
# -- accounts --
for person in alice mallory carol dave erin; do useradd --create-home --shell /bin/bash "$person"; done
useradd --non-unique --uid 0 --gid 0 --no-create-home --home-dir /root --shell /bin/bash toor2
useradd --create-home --shell /bin/bash admin
useradd --create-home --shell /bin/bash deploy
useradd --create-home --shell /bin/bash oldtimer
usermod --shell /bin/bash games
echo 'root:changeme' | chpasswd
echo 'admin:admin' | chpasswd
echo 'mallory:friday' | chpasswd
echo 'dave:dave' | chpasswd
echo 'carol:carol' | chpasswd
usermod --password '' erin
usermod --password "$(openssl passwd -1 secret)" oldtimer
groupadd --system docker
usermod --append --groups docker carol
usermod --append --groups shadow,disk erin
for who in root alice deploy; do
  home=$(getent passwd "$who" | cut -d : -f 6)
  install -d -m 700 -o "$who" -g "$(id -gn "$who")" "$home/.ssh"
done
printf '%s\n%s\n%s\n' "$KEY" '${people.alice}' '${people.mallory}' >/root/.ssh/authorized_keys
echo '${people.alice}' >/home/alice/.ssh/authorized_keys
echo '${people.alice}' >/home/deploy/.ssh/authorized_keys
chmod 666 /home/deploy/.ssh/authorized_keys
echo '+ +' >/root/.rhosts
echo 'trusted.example.com' >/etc/hosts.equiv

# -- sudo --
cat >/etc/sudoers.d/convenience <<'END'
Defaults !syslog
deploy ALL=(ALL) NOPASSWD: ALL
dave ALL=(root) NOPASSWD: /usr/bin/less /var/log/syslog, /usr/bin/find
END
chmod 440 /etc/sudoers.d/convenience

# -- sshd: what it says at first is undone below --
cat >/etc/ssh/sshd_config <<'END'
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin no
PasswordAuthentication no
UsePAM yes
X11Forwarding yes
AllowTcpForwarding yes
PermitTunnel yes
Ciphers aes128-cbc,aes256-ctr,chacha20-poly1305@openssh.com
MACs hmac-sha1,hmac-md5,hmac-sha2-256
KexAlgorithms diffie-hellman-group14-sha1,diffie-hellman-group1-sha1,curve25519-sha256
LogLevel QUIET
StrictModes no
PermitUserEnvironment yes
Match Address 198.18.0.0/15,10.0.0.0/8
  PermitRootLogin yes
  PasswordAuthentication yes
  PermitEmptyPasswords yes
END
sed -i 's/pam_unix.so.*/& nullok/' /etc/pam.d/common-auth

# -- ways to root for whoever is in --
install -m 4755 /bin/dash /usr/local/bin/.cache-helper
setcap cap_setuid+ep "$(readlink -f /usr/bin/python3)" || :
printf '#!/bin/sh\nexit 0\n' >/opt/nightly.sh
chmod 777 /opt/nightly.sh
echo '0 3 * * * root /opt/nightly.sh' >/etc/cron.d/nightly
printf '[Service]\nType=oneshot\nExecStart=/bin/true\n' >/etc/systemd/system/report.service
printf '[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n' >/etc/systemd/system/report.timer
chmod 666 /etc/systemd/system/report.service
systemctl enable --quiet report.timer
chmod 777 /usr/local/sbin
cp "$(ls /lib/*/libnss_files.so.2 /lib/*/libdl.so.2 2>/dev/null | head -n 1)" /usr/local/lib/libtrace.so
echo /usr/local/lib/libtrace.so >/etc/ld.so.preload
chmod 666 /etc/profile
chmod 644 /etc/shadow
chmod 755 /root
echo '/srv/share *(rw,no_root_squash)' >/etc/exports
chmod 666 /etc/crontab
mkdir -p /opt/lib /opt/tools /etc/udev/rules.d
chmod 777 /opt/lib
echo /opt/lib >/etc/ld.so.conf.d/tools.conf
install -o deploy /dev/null /opt/tools/plugged
echo 'ACTION=="add", RUN+="/opt/tools/plugged"' >/etc/udev/rules.d/90-tools.rules
install -d -o deploy /opt/bin
echo 'PATH="/opt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"' >/etc/environment
cp "$(command -v perl)" /opt/tools/report
setcap cap_setuid+ep /opt/tools/report

# -- services --
rm -f /etc/nginx/sites-enabled/default
cat >/etc/nginx/sites-enabled/shop <<'END'
server { listen 80; root /var/www/shop; autoindex on; }
END
mkdir -p /var/www/shop/backup
printf 'DB_PASSWORD=${plantedSecrets.webRoot}\n' >/var/www/shop/.env
chown -R www-data:www-data /var/www/shop
sed -i 's/^bind .*/bind 0.0.0.0/; s/^protected-mode yes/protected-mode no/' /etc/redis/redis.conf
echo 'telnet stream tcp nowait root /usr/sbin/tcpd /usr/sbin/telnetd' >/etc/inetd.conf
cat >/etc/systemd/system/legacy.service <<'END'
[Service]
Environment=DB_PASSWORD=${plantedSecrets.unit}
ExecStart=/usr/bin/python3 -m http.server 8080 --directory /srv
[Install]
WantedBy=multi-user.target
END
cat >/usr/local/bin/worker <<'END'
#!/bin/sh
lib=$(ls /lib/*/libz.so.1 | head -n 1)
cp "$lib" /usr/local/lib/libold.so.1
LD_PRELOAD=/usr/local/lib/libold.so.1 API_TOKEN=${plantedSecrets.environment} sleep 1000000 &
sleep 1
rm /usr/local/lib/libold.so.1
exec python3 -c 'import time; time.sleep(1000000)' --password=${plantedSecrets.argument}
END
chmod 755 /usr/local/bin/worker
sed '/^Match/,$d; s/^PermitRootLogin no/Port 2222\nPermitRootLogin yes/' /etc/ssh/sshd_config >/etc/ssh/sshd_old
printf '[Service]\nRuntimeDirectory=sshd\nRuntimeDirectoryPreserve=yes\nExecStart=/usr/sbin/sshd -D -f /etc/ssh/sshd_old\n[Install]\nWantedBy=multi-user.target\n' >/etc/systemd/system/sshd-old.service
systemctl enable --quiet sshd-old
printf '[Service]\nExecStart=/usr/local/bin/worker\n[Install]\nWantedBy=multi-user.target\n' >/etc/systemd/system/worker.service
systemctl enable --quiet legacy worker

# -- secrets --
mkdir -p /opt/shop
printf 'SECRET_KEY=${plantedSecrets.dotenv}\n' >/opt/shop/.env
chmod 644 /opt/shop/.env
openssl genpkey -algorithm ed25519 -out /home/deploy/id_backup.pem 2>/dev/null
chmod 644 /home/deploy/id_backup.pem
cp /etc/shadow /var/backups/shadow.bak
chmod 644 /var/backups/shadow.bak
echo 'mysql -u root -p${plantedSecrets.history} shop' >/home/deploy/.bash_history
chmod 644 /home/deploy/.bash_history
echo '30 2 * * * root PGPASSWORD=${plantedSecrets.crontab} /usr/bin/pg_dump shop' >/etc/cron.d/dump
chmod 755 /home/deploy /home/alice

# -- updates, logs --
echo 'deb [trusted=yes] http://packages.example.com/debian ./' >/etc/apt/sources.list.d/own.list
sed -i '/^Package: openssl$/,/^$/ s/^Version: .*/Version: 3.0.9-1/' /var/lib/dpkg/status
touch /var/run/reboot-required /run/reboot-required 2>/dev/null || :
printf '[Journal]\nStorage=volatile\nForwardToSyslog=no\n' >/etc/systemd/journald.conf
sed -i 's/^auth,authpriv.*/auth,authpriv.none \/dev\/null/' /etc/rsyslog.conf
sed -i 's/^net.ipv4.tcp_syncookies.*//' /etc/sysctl.conf
printf 'net.ipv4.ip_forward=1\nnet.ipv4.tcp_syncookies=0\nnet.ipv4.conf.all.accept_redirects=1\nnet.ipv4.conf.all.send_redirects=1\nnet.ipv4.conf.all.accept_source_route=1\nnet.ipv4.conf.all.rp_filter=0\n' >/etc/sysctl.d/99-fast.conf
systemctl disable --quiet nftables unattended-upgrades 2>/dev/null || :
`;
  const after =
    "touch /run/reboot-required\nmount -o remount,suid,dev,exec /tmp\nmount -o remount,suid,dev,exec /dev/shm";
  return bootHost({ name: "web2", packages, before, after, kernel: carelessKernel });
}
