# Tells what this machine is and how it is set up. Reads only: it writes no file, changes nothing, and opens no connection.
# (Where there is dnf, dnf itself adds a line to its log for each question, as it does for everybody.)
# Each section is framed by the byte 0x1E, which is taken out of whatever a section prints:
#   0x1E output NAME LIMIT \n (bytes) 0x1E ended NAME EXIT \n (standard error) ... 0x1E end \n
# Arguments: further folders in which files with secrets are looked for.
set -f
LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL PATH
umask 077
newline='
'

# In the foreground, since in a process group of its own a command would outlive this script when that is stopped.
limited() { # seconds command...
  # shellcheck disable=SC2086
  if [ -n "$has_timeout" ]; then timeout $in_foreground $with_kill "$@"; else shift; "$@"; fi
  ended=$?
  # What had to be killed took too long as well.
  [ $ended -ne 137 ] || return 124
  return $ended
}
# For whatever looks at places that users or file servers govern.
look_seconds=5
# Where remote file systems are mounted: whoever only looks at one whose server is gone may wait for ever.
remote_mounts() {
  written=$(awk '$2 != "/" && ($3 ~ /^(nfs4?|cifs|smb3?|smbfs|9p|afs|autofs|ceph|coda|davfs|gfs2?|glusterfs|gpfs|lustre|ncpfs|ocfs2|beegfs)$/ ||
    $3 ~ /^fuse\.(sshfs|glusterfs|ceph|s3fs|rclone|curlftpfs|davfs2?|goofys|gcsfuse|mfs|juicefs|cephfs|nfs)/) && $2 !~ /\\012/ {gsub(/\\/, "\\0", $2); print $2}' /proc/mounts)
  printf '%b\n' "$written"
}
away() { # path: whether it is on one of them
  IFS=$newline
  for mount in $remote; do case $1/ in "$mount"/*) unset IFS; return ;; esac; done
  unset IFS
  return 1
}

section() { # name limit function arguments...
  name=$1 limit=$2
  shift 2
  printf '\036output %s %s\n' "$name" "$limit"
  said=$({ { "$@" </dev/null 2>&3; printf '\nexit=%s' "$?" >&3; } | tr '\036' '?' | head -c "$limit" >&5; } 3>&1 | tail -c 65536 | tr '\036' '?')
  case $said in
    *exit=*) printf '\036ended %s %s\n%s' "$name" "${said##*exit=}" "${said%exit=*}" ;;
    *) printf '\036ended %s 141\n%s' "$name" "$said" ;;
  esac
}

# ---- operating system ----
os_release() { if [ -r /etc/os-release ]; then cat /etc/os-release; else cat /usr/lib/os-release; fi; }
container() {
  [ -e /.dockerenv ] && echo /.dockerenv
  [ -e /run/.containerenv ] && echo /run/.containerenv
  grep -E 'docker|containerd|kubepods|libpod|lxc|machine\.slice' /proc/1/cgroup
  return 0
}
distro_info() { [ ! -r "$1" ] || cat "$1"; }

# ---- packages ----
packages_dpkg() {
  [ -r /var/lib/dpkg/status ] || return 127
  dpkg-query -W -f '${db:Status-Status}\t${Package}\t${Version}\t${source:Package}\n'
}
packages_rpm() {
  command -v rpm >/dev/null || return 127
  [ -d /var/lib/rpm ] || [ -d /usr/lib/sysimage/rpm ] || return 127
  # Where another package manager rules, rpm has its database in the home of whoever asks, and would write one there.
  case $(limited 5 rpm -E %_dbpath) in /var/lib/rpm* | /usr/lib/sysimage/rpm*) ;; *) return 127 ;; esac
  limited 20 rpm -qa --nosignature --qf '%{NAME}\t%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\t%{SOURCERPM}\n'
}
packages_apk() {
  [ -e /lib/apk/db/installed ] || return 127
  awk '/^P:/{p=substr($0,3)} /^V:/{v=substr($0,3)} /^o:/{o=substr($0,3)}
    /^$/{if(p!="")print p "\t" v "\t" o; p="";v="";o=""} END{if(p!="")print p "\t" v "\t" o}' /lib/apk/db/installed
}

# ---- pending updates, by what the lists on disk say ----
# Without cache files apt builds its index in memory, so that nothing is written; a hold or a phased roll-out hides nothing.
updates_apt() {
  command -v apt >/dev/null || return 127
  limited 60 apt list -a --upgradable -o Debug::NoLocking=true -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o APT::Cache-Start=120000000 -o APT::Get::Always-Include-Phased-Updates=true
}
# mtime and path of every list
apt_lists() {
  [ -d /var/lib/apt/lists ] || return 127
  find /var/lib/apt/lists -maxdepth 1 -type f \( -name '*_InRelease' -o -name '*_Release' -o -name '*_Release.gpg' -o -name '*_Packages*' \) \
    -exec stat -c '%Y %n' {} +
}
apt_releases() {
  [ -d /var/lib/apt/lists ] || return 127
  find /var/lib/apt/lists -maxdepth 1 -type f \( -name '*_InRelease' -o -name '*_Release' \) \
    -exec grep -HE '^(Origin|Label|Suite|Codename|Version|Date|Valid-Until): ' {} +
}
apt_signatures() {
  command -v gpgv >/dev/null && [ -d /var/lib/apt/lists ] || return 127
  set --
  set +f
  for key in /usr/share/keyrings/*.gpg /etc/apt/keyrings/*.gpg /etc/apt/trusted.gpg.d/*.gpg /etc/apt/trusted.gpg; do
    case $key in *removed*) continue ;; esac
    [ -s "$key" ] && [ -r "$key" ] && set -- "$@" --keyring "$key"
  done
  for file in /var/lib/apt/lists/*_InRelease; do
    [ -r "$file" ] || continue
    echo "file $file"
    limited 10 gpgv --status-fd 1 "$@" "$file" 2>/dev/null | grep -aE '^\[GNUPG:\] (GOODSIG|VALIDSIG|BADSIG|ERRSIG|EXPKEYSIG|REVKEYSIG|NO_PUBKEY|NODATA)'
  done
  for file in /var/lib/apt/lists/*_Release.gpg; do
    [ -r "$file" ] || continue
    echo "file ${file%.gpg}"
    limited 10 gpgv --status-fd 1 "$@" "$file" "${file%.gpg}" 2>/dev/null | grep -aE '^\[GNUPG:\] (GOODSIG|VALIDSIG|BADSIG|ERRSIG|EXPKEYSIG|REVKEYSIG|NO_PUBKEY|NODATA)'
  done
  return 0
}
updates_dnf() {
  command -v dnf >/dev/null || return 127
  limited 60 dnf -q -C updateinfo list --updates
}
updates_dnf_all() {
  command -v dnf >/dev/null || return 127
  limited 60 dnf -q -C list --upgrades
}
dnf_lists() {
  [ -d /var/cache/dnf ] || [ -d /var/cache/libdnf5 ] || return 127
  find /var/cache/dnf /var/cache/libdnf5 -maxdepth 3 -name repomd.xml -exec stat -c '%Y %n' {} + 2>/dev/null
}
dnf_advisories() {
  command -v dnf >/dev/null || return 127
  limited 60 dnf -q -C updateinfo list --all | head -n 1
}
updates_apk() {
  command -v apk >/dev/null || return 127
  limited 30 apk --no-network version -l '<'
}
apk_lists() {
  command -v apk >/dev/null || return 127
  find /var/cache/apk /etc/apk/cache /lib/apk/db -maxdepth 1 -name 'APKINDEX*' -exec stat -c '%Y %n' {} + 2>/dev/null
}

# ---- sockets and processes; one command for all processes, and no program that is not everywhere ----
# Of the thousands of connections of a busy host only what listens (0A), or is bound without a peer (07), is told.
net() { awk 'NR == 1 || $4 == "0A" || $4 == "07"' "/proc/net/$1"; }
fds() { set +f; ls $list_quoted /proc/[0-9]*/fd | grep -E '^/proc/|socket:\['; return 0; }
statuses() {
  set +f
  cat /proc/[0-9]*/status 2>/dev/null | awk '/^(Name|Pid|PPid|Uid|CapEff|NoNewPrivs|Seccomp):/'
}
links() { set +f; ls $list_quoted /proc/[0-9]*/exe /proc/[0-9]*/ns/mnt /proc/[0-9]*/ns/pid /proc/[0-9]*/ns/net; return 0; }
cgroups() { set +f; grep -aH '' /proc/[0-9]*/cgroup; return 0; }
deleted() { set +f; grep -aHE ' r.xp .*\.so[^ ]* \(deleted\)$' /proc/[0-9]*/maps; [ $? -le 2 ]; }

# ---- accounts; what /etc/shadow holds is reduced here, so that no hash leaves this machine ----
reduce='
function state(h) {
  if (h == "") return "empty"
  if (h ~ /^[!*]/) return "locked"
  if (h == "x") return "shadow"
  return "set"
}
function method(h) {
  sub(/^!+/, "", h)
  if (h ~ /^\$y\$/) return "yescrypt"
  if (h ~ /^\$gy\$/) return "gost-yescrypt"
  if (h ~ /^\$7\$/) return "scrypt"
  if (h ~ /^\$6\$/) return "sha512"
  if (h ~ /^\$5\$/) return "sha256"
  if (h ~ /^\$2[abxy]?\$/) return "bcrypt"
  if (h ~ /^\$1\$/) return "md5"
  if (length(h) == 13 && h ~ /^[.\/0-9A-Za-z]+$/) return "des"
  if (h == "" || h == "x" || h ~ /^[*]/ || h !~ /^[$_]/) return "-"
  return "other"
}'
# The C library takes a line with four fields for an account; one that is none of it names accounts elsewhere, as NIS does.
passwd() { awk -F: "$reduce"'/^[ \t]*(#|$)/ {next} NF < 4 && !/^[+-]/ {next} {print $1 "\t" $3 "\t" $4 "\t" $6 "\t" $7 "\t" state($2) "\t" method($2)}' /etc/passwd; }
shadow() { awk -F: "$reduce"'NF >= 2 {print $1 "\t" state($2) "\t" method($2)}' /etc/shadow; }
groups_of() { awk -F: 'NF >= 4 {print $1 "\t" $3 "\t" $4}' /etc/group; }
# Users may put anything there, such as a pipe that never ends, and a home may be on a file server that is gone: whoever
# looks is stopped after a while, and goes on with the next account. sshd itself takes regular files only.
# Arguments: the first line of /etc/passwd to look at, then the files that count, as AuthorizedKeysFile names them.
keys_from='
first=$1
shift
patterns=$*
filled() { # pattern user uid home
  rest=$1 path=
  while :; do
    case $rest in *%*) ;; *) break ;; esac
    path=$path${rest%%\%*} rest=${rest#*%}
    case $rest in
      %*) path=$path% ;;
      u*) path=$path$2 ;;
      U*) path=$path$3 ;;
      h*) path=$path$4 ;;
      *) return 1 ;;
    esac
    rest=${rest#?}
  done
  path=$path$rest
  case $path in /*) ;; *) path=$4/$path ;; esac
}
closed() { # path: whether a folder above it keeps us from looking
  above=$1
  while above=${above%/*} && [ -n "$above" ]; do [ ! -d "$above/" ] || { [ ! -x "$above/" ]; return; }; done
  return 1
}
newline="
"
away() { # path: whether it is on one of the remote file systems
  IFS=$newline
  for mount in $remote; do case $1/ in "$mount"/*) unset IFS; return ;; esac; done
  unset IFS
  return 1
}
at=0
while IFS=: read -r user _ uid _ _ home _; do
  at=$((at + 1))
  [ $at -ge $first ] || continue
  case $home in /*) ;; *) continue ;; esac
  echo "at	$at	$user"
  away "$home" && echo "unseen	$user" && continue
  set --
  refused=
  for pattern in $patterns; do
    filled "$pattern" "$user" "$uid" "$home" || { refused=yes; continue; }
    if [ -f "$path" ] && [ -r "$path" ]; then set -- "$@" "$path"
    elif [ -f "$path" ]; then refused=yes
    elif [ ! -e "$path" ] && closed "$path"; then refused=yes; fi
  done
  if [ -n "$refused" ]; then
    echo "denied	$user"
  elif [ $# -gt 0 ]; then
    echo "$(for file in "$@"; do head -c 1048576 "$file"; echo; done | tr "\000" "?" | grep -acE "^[[:space:]]*[^#[:space:]]")	$user"
  fi
done </etc/passwd
exit 0'
# What the daemon that runs counts; what conditions of Match add counts as well, whomever they are about.
keys_files() {
  told=$(sshd_ask 2>/dev/null | awk '$1 == "authorizedkeysfile"')
  if [ -z "$told" ] || [ -n "$(sshd_match 2>/dev/null)" ]; then
    written=$(sshd_lines authorizedkeysfile 2>/dev/null)
    code=$?
    # What may not be read can name any file: no file stands for that, and no account is told to have none.
    [ $code -eq 0 ] || [ $code -eq 127 ] || written='authorizedkeysfile %-'
    told="$told$newline$written"
  fi
  printf '%s\n' "$told" | awk '{gsub(/[="]/, " "); for (i = 2; i <= NF; i++) if (tolower($i) != "none" && !seen[$i]++) print $i; if (NF > 1) any = 1}
    END {if (!any) print ".ssh/authorized_keys\n.ssh/authorized_keys2"}' | head -n 20
}
authorized_keys() {
  from=1
  hung=0
  # shellcheck disable=SC2046
  set -- $(keys_files)
  # A file server that is gone may keep a whole group of homes waiting; after a few no further one is tried.
  while [ $hung -lt 3 ]; do
    # With all that it started: whatever of it waits holds what it tells from us.
    # shellcheck disable=SC2086
    said=$(remote=$remote ${has_timeout:+timeout $with_kill $look_seconds} /bin/sh -f -c "$keys_from" sh $from "$@" 2>/dev/null)
    code=$?
    printf '%s\n' "$said" | grep -v '^at	'
    [ $code -eq 124 ] || [ $code -eq 137 ] || return $code
    last=$(printf '%s\n' "$said" | awk -F '\t' '$1 == "at" {print $2; user = $3} END {print user}')
    printf 'unseen\t%s\n' "${last##*"$newline"}"
    from=$(($(printf '%s\n' "$last" | tail -n 2 | head -n 1) + 1))
    hung=$((hung + 1))
  done
  awk -F: -v from=$from 'NR >= from && $6 ~ /^\// {print "unseen\t" $1}' /etc/passwd
}
sudoers() {
  [ -e /etc/sudoers ] || return 127
  cat /etc/sudoers || return 1
  folders=$(awk '$1 ~ /^[@#]includedir$/ {print $2}' /etc/sudoers)
  files=$(awk '$1 ~ /^[@#]include$/ {print $2}' /etc/sudoers)
  for file in $files; do cat "$file" || return 1; done
  for folder in $folders; do
    [ -d "$folder" ] || continue
    [ -r "$folder" ] && [ -x "$folder" ] || { echo "$folder: Permission denied" >&2; return 1; }
    set +f
    for file in "$folder"/*; do
      case ${file##*/} in *.* | *~) continue ;; esac
      [ -f "$file" ] || continue
      echo
      cat "$file" || return 1
    done
    set -f
  done
}

# ---- OpenSSH: what the daemon says itself, with the options of the daemon that runs (it keeps them in its title) ----
sshd_path() {
  command -v sshd || { [ -x /usr/sbin/sshd ] && echo /usr/sbin/sshd; }
}
sshd_daemons() { # the options of every listening daemon of root, one line each
  set +f
  limited 10 grep -aH '\[listener\]' /proc/[0-9]*/cmdline 2>/dev/null | tr '\000' ' ' | while IFS= read -r line; do
    process=${line#/proc/}
    process=${process%%/*}
    options=${line#*/cmdline:sshd: }
    [ "$options" = "$line" ] && continue
    [ "$(stat -c %u "/proc/$process" 2>/dev/null)" = 0 ] || continue
    case $(readlink "/proc/$process/exe") in */sshd | */sshd' (deleted)') ;; *) continue ;; esac
    options=${options%%\[listener\]*}
    printf '%s\n' "${options#* }"
  done | awk '{ out = ""; for (i = 1; i <= NF; i++) { if ($i == "-f" || $i == "-o" || $i == "-p" || $i == "-h") { out = out " " $i " " $(i + 1); i++ }
    else if ($i ~ /^-[fophh]./ || $i ~ /^-[46]$/) out = out " " $i } print out }' | sort -u
  return 0
}
sshd_options() { sshd_daemons | head -n 1; }
sshd_ask() {
  daemon=$(sshd_path) || return 127
  # shellcheck disable=SC2046
  limited 10 "$daemon" -T $(sshd_options) "$@"
}
sshd_version() {
  daemon=$(sshd_path) || return 127
  limited 5 "$daemon" -V 2>&1
  command -v ssh >/dev/null && ssh -V 2>&1
  return 0
}
sshd_lines() { # keyword in small letters: its lines in the files of the daemon that runs
  sshd_path >/dev/null || return 127
  config=$(sshd_options | awk '{for (i = 1; i <= NF; i++) { if ($i == "-f") print $(i + 1); else if ($i ~ /^-f./) print substr($i, 3) }}')
  [ -n "$config" ] || config=/etc/ssh/sshd_config
  files=$config
  all=
  depth=0
  while [ -n "$files" ] && [ $depth -lt 4 ]; do
    all="$all $files"
    set +f
    # shellcheck disable=SC2086
    patterns=$(awk 'tolower($1) == "include" {for (i = 2; i <= NF; i++) {p = $i; gsub(/"/, "", p); if (p !~ /^\//) p = "/etc/ssh/" p; print p}}' $files) || return 1
    next=
    for file in $patterns; do [ -e "$file" ] && next="$next $file"; done
    set -f
    files=$next
    depth=$((depth + 1))
  done
  # shellcheck disable=SC2086
  awk -v keyword="$1" '{name = tolower($1); sub(/=.*/, "", name)} name == keyword' $all
}
sshd_match() { sshd_lines match; }

# ---- kernel parameters ----
sysctl_values() {
  set --
  for key in $(printf '%s\n' "$sysctl_keys" | tr . /); do
    file=/proc/sys/$key
    [ -r "$file" ] && set -- "$@" "$file"
    [ -e "$file" ] && [ ! -r "$file" ] && echo "$file: Permission denied" >&2
  done
  # What an interface says counts beside `all` and `default`.
  set +f
  for file in /proc/sys/net/ipv4/conf/*/accept_redirects /proc/sys/net/ipv4/conf/*/send_redirects /proc/sys/net/ipv4/conf/*/rp_filter \
    /proc/sys/net/ipv6/conf/*/accept_redirects; do
    case $file in */all/* | */default/*) continue ;; esac
    [ -r "$file" ] && set -- "$@" "$file"
  done
  set -f
  grep -aH '' "$@" /dev/null
  return 0
}
sysctl_keys='dev.tty.ldisc_autoload
fs.protected_fifos
fs.protected_hardlinks
fs.protected_regular
fs.protected_symlinks
fs.suid_dumpable
kernel.core_pattern
kernel.core_uses_pid
kernel.dmesg_restrict
kernel.kexec_load_disabled
kernel.kptr_restrict
kernel.modules_disabled
kernel.panic_on_oops
kernel.perf_event_paranoid
kernel.randomize_va_space
kernel.sysrq
kernel.unprivileged_bpf_disabled
kernel.unprivileged_userns_clone
kernel.yama.ptrace_scope
net.core.bpf_jit_harden
net.ipv4.conf.all.accept_redirects
net.ipv4.conf.all.accept_source_route
net.ipv4.conf.all.forwarding
net.ipv4.conf.all.log_martians
net.ipv4.conf.all.rp_filter
net.ipv4.conf.all.secure_redirects
net.ipv4.conf.all.send_redirects
net.ipv4.conf.default.accept_redirects
net.ipv4.conf.default.accept_source_route
net.ipv4.conf.default.log_martians
net.ipv4.conf.default.rp_filter
net.ipv4.conf.default.secure_redirects
net.ipv4.conf.default.send_redirects
net.ipv4.icmp_echo_ignore_broadcasts
net.ipv4.icmp_ignore_bogus_error_responses
net.ipv4.ip_forward
net.ipv4.tcp_rfc1337
net.ipv4.tcp_syncookies
net.ipv4.tcp_timestamps
net.ipv6.conf.all.accept_ra
net.ipv6.conf.all.accept_redirects
net.ipv6.conf.all.accept_source_route
net.ipv6.conf.all.disable_ipv6
net.ipv6.conf.all.forwarding
net.ipv6.conf.default.accept_ra
net.ipv6.conf.default.accept_redirects
net.ipv6.conf.default.accept_source_route
vm.mmap_min_addr
vm.mmap_rnd_bits
vm.mmap_rnd_compat_bits
vm.unprivileged_userfaultfd'

mounts() { cat /proc/mounts; }

# ---- modes ----
modes() {
  set +f
  homes=$(awk -F: '$3 >= 1000 && $3 < 60000 && $6 ~ /^\/./ {print $6}' /etc/passwd | sort -u)
  set -- /etc/passwd /etc/passwd- /etc/shadow /etc/shadow- /etc/group /etc/group- /etc/gshadow /etc/gshadow- /etc/sudoers /etc/sudoers.d \
    /etc/sudoers.d/* /etc/ssh /etc/ssh/sshd_config /etc/ssh/sshd_config.d /etc/ssh/sshd_config.d/* /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub \
    /etc/crontab /etc/cron.d /etc/cron.hourly /etc/cron.daily /etc/cron.weekly /etc/cron.monthly /etc/cron.allow /etc/cron.deny /etc/at.allow \
    /etc/security/opasswd /etc/hosts /etc/profile /etc/ld.so.preload /root /root/.ssh /root/.ssh/authorized_keys /boot/grub/grub.cfg \
    /boot/grub2/grub.cfg /boot/grub/user.cfg /var/spool/cron /var/spool/cron/crontabs /var/log /tmp /var/tmp /dev/shm
  set -f
  count=$(($# + $(echo "$homes" | grep -c .)))
  set -- "$@" $homes
  while [ $count -gt 0 ]; do
    path=$1
    shift
    count=$((count - 1))
    away "$path" && printf 'remote\t%s\n' "$path" && continue
    case $path in
      *'*'*)
        [ -d "${path%/*}/" ] && [ ! -r "${path%/*}/" ] && printf 'denied\t%s\n' "$path"
        continue
        ;;
    esac
    if [ -e "$path" ]; then
      set -- "$@" "$path"
    elif [ -d "${path%/*}/" ] && [ ! -x "${path%/*}/" ]; then
      printf 'denied\t%s\n' "$path"
    elif above=${path%/*} && [ ! -d "$above/" ] && [ -d "${above%/*}/" ] && [ ! -x "${above%/*}/" ]; then
      printf 'denied\t%s\n' "$path"
    else
      printf 'absent\t%s\n' "$path"
    fi
  done
  limited 10 stat -L -c 'mode	%a	%U	%G	%n' "$@"
}
# Both hunts in one walk; the mode tells which it was. A path with a newline in it must not look like a line of its own.
risky_modes() {
  set --
  for folder in /etc /usr /opt /var /boot /srv /bin /sbin /lib; do [ -d "$folder" ] && [ ! -L "$folder" ] && set -- "$@" "$folder"; done
  # Disks mounted below them are parts of the system as well: the search of a folder ends where a mount begins.
  for folder in $(awk '($1 ~ /^\/dev\// || $3 ~ /^(zfs|btrfs)$/) && $3 !~ /^(squashfs|iso9660|vfat)$/ {print $2}' /proc/mounts); do
    case $folder in /var/lib/docker/* | /var/lib/containers/* | /var/lib/containerd/* | /var/lib/kubelet/*) continue ;; esac
    case $folder in /etc/* | /usr/* | /opt/* | /var/* | /boot/* | /srv/*) [ -d "$folder" ] && set -- "$@" "$folder" ;; esac
  done
  {
    limited 30 find "$@" -xdev \( -type f -o -type d \) \( -perm -4000 -o -perm -2000 -o -perm -0002 \) \
      \( -path "*$newline*" -exec stat -c '%a	%F	(a path with a newline in it)' {} + -o -exec stat -c '%a	%F	%n' {} + \)
    [ $? -ne 124 ] || echo "find: timed out" >&2
  } | awk '!seen[$0]++' | head -n 4000
}

# ---- systemd ----
unit_files() { [ -d /run/systemd/system ] || return 127; limited 10 systemctl list-unit-files --type=service,socket,timer --no-legend --no-pager --full; }
unit_states() { [ -d /run/systemd/system ] || return 127; limited 10 systemctl list-units --all --plain --type=service,socket,timer --no-legend --no-pager --full; }
unit_sandbox() {
  [ -d /run/systemd/system ] || return 127
  limited 20 systemctl show '*.service' --no-pager -p Id,User,DynamicUser,NoNewPrivileges,ProtectSystem,ProtectHome,PrivateTmp,PrivateDevices,PrivateNetwork,PrivateUsers,ProtectKernelTunables,ProtectKernelModules,ProtectKernelLogs,ProtectControlGroups,ProtectClock,ProtectHostname,ProtectProc,CapabilityBoundingSet,AmbientCapabilities,SystemCallFilter,SystemCallArchitectures,RestrictAddressFamilies,RestrictNamespaces,RestrictRealtime,RestrictSUIDSGID,LockPersonality,MemoryDenyWriteExecute,IPAddressDeny,UMask
}

# ---- reboot ----
reboot_needed() {
  for file in /run/reboot-required /var/run/reboot-required; do [ -e "$file" ] && echo required && break; done
  [ -r /run/reboot-required.pkgs ] && sed 's/^/package /' /run/reboot-required.pkgs
  if command -v needs-restarting >/dev/null; then limited 30 needs-restarting -r >/dev/null 2>&1; [ $? -eq 1 ] && echo required; fi
  return 0
}
kernels() { set +f; for file in /boot/vmlinuz-*; do [ -e "$file" ] && echo "${file#/boot/vmlinuz-}"; done; [ -r /boot ] || echo '/boot: Permission denied' >&2; return 0; }

# ---- secrets: what is looked through; only the machine that asked judges it ----
process_text() { # environ or cmdline
  set +f
  if [ -n "$grep_keeps_nul" ]; then
    limited 10 grep -aH '' "/proc/"[0-9]*"/$1"
    [ $? -ne 124 ] || return 124
  else
    for folder in /proc/[0-9]*; do
      if [ -r "$folder/$1" ]; then
        tr '\000\012' '\001\002' <"$folder/$1" | sed "s|^|$folder/$1:|"
        echo
      elif [ -e "$folder/$1" ]; then
        echo "grep: $folder/$1: Permission denied" >&2
      fi
    done
  fi
  return 0
}
unit_environment() {
  set --
  for folder in /etc/systemd /run/systemd /usr/lib/systemd /lib/systemd /usr/local/lib/systemd; do
    [ -d "$folder" ] && [ ! -L "${folder%/systemd}" ] && set -- "$@" "$folder"
  done
  [ $# -gt 0 ] || return 0
  find "$@" -maxdepth 4 -type f \( -name '*.service' -o -name '*.socket' -o -name '*.conf' \) -exec stat -c 'file	%a	%U	%n' {} +
  find "$@" -maxdepth 4 -type f \( -name '*.service' -o -name '*.socket' -o -name '*.conf' \) -exec grep -aHE '^[[:space:]]*(Default)?Environment=' {} +
  return 0
}
# First the modes of all candidates, then the lines of those that hold anything like a secret.
secret_pattern='[Pp][Aa][Ss][Ss]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Tt][Oo][Kk][Ee][Nn]|[Kk][Ee][Yy]|[Cc][Rr][Ee][Dd][Ee][Nn][Tt]|AKIA|ASIA|gh[pousr]_|xox[abpr]-|glpat-|://[^/ ]*:[^/ ]*@|^[^#:]*:[^:]*:[^:]*:[^:]*:.'
# Users may name files as they like, and put something else in their place at any time: what is read must end, and fit.
secret_files() {
  ulimit -v 1048576 2>/dev/null
  set -- /etc /root /home /srv /var/www /opt "$@"
  count=$#
  while [ $count -gt 0 ]; do
    if away "$1"; then printf 'beyond\t%s\n' "$1"; elif [ -d "$1" ]; then set -- "$@" "$1"; fi
    shift
    count=$((count - 1))
  done
  # A file server in one of them is no part of this machine, but nobody has looked there.
  below=$(IFS=$newline; for mount in $remote; do for folder in "$@"; do case $mount in "$folder"/*) printf 'beyond\t%s\n' "$mount"; break ;; esac; done; done)
  [ -z "$below" ] || printf '%s\n' "$below"
  [ $# -gt 0 ] || return 0
  set -- "$@" -xdev -maxdepth 6
  IFS=$newline
  for mount in $below; do set -- "$@" -path "${mount#beyond	}" -prune -o; done
  unset IFS
  { limited 20 find "$@" \( -type d \( -name node_modules -o -name .git -o -name .cache -o -name .npm -o -name .cargo -o -name .rustup \
    -o -name site-packages -o -path /etc/ssl/certs -o -path /etc/ca-certificates -o -path /etc/alternatives \) -prune \) -o -type f -size -129 \( -name '.env*' -o -name '*.env' \
    -o -name '*.pem' -o -name '*.key' -o -name 'id_*' -o -name 'ssh_host_*_key' -o -name .pgpass -o -name .my.cnf -o -name .netrc -o -name _netrc -o -name .git-credentials \
    -o -name 'credentials*' -o -name 'secrets.y*ml' -o -name 'secrets.json' -o -name 'wp-config.php' -o -name 'settings.php' -o -name .htpasswd \
    -o -name .npmrc -o -name .pypirc -o -name '*.p8' -o -path '*/.docker/config.json' -o -path '/etc/default/*' -o -name 'debian.cnf' -o -name 'application*.properties' \
    -o -name 'application*.y*ml' -o -name 'appsettings*.json' \) ! -name '*.pub' \
    \( -path "*$newline*" -exec echo 'beyond	/(a path with a newline in it)' \; -o -exec stat -c 'file	%a	%U	%n' {} + \) || [ $? -ne 124 ] || echo 'find: timed out' >&2; } | awk '!seen[$0]++' | {
    set --
    while IFS= read -r line; do
      case $line in beyond*) printf '%s\n' "$line" && continue ;; esac
      path=/${line#*	/}
      [ -f "$path" ] || [ ! -e "$path" ] || continue
      if [ $# -ge 400 ]; then printf 'beyond\t%s\n' "$path"; continue; fi
      printf '%s\n' "$line"
      if [ -r "$path" ]; then set -- "$@" "$path"; elif [ -e "$path" ]; then echo "grep: $path: Permission denied" >&2; fi
    done
    [ $# -gt 0 ] || return 0
    { limited 10 grep -alE "$secret_pattern" -- "$@" /dev/null || [ $? -ne 124 ] || echo 'grep: timed out' >&2; } | {
      set --
      while IFS= read -r path; do [ $# -ge 400 ] || set -- "$@" "$path"; done
      [ $# -gt 0 ] || return 0
      limited 10 grep -aH '' -- "$@" /dev/null || [ $? -ne 124 ] || echo 'grep: timed out' >&2
    }
  }
  return 0
}

main() {
  exec 5>&1
  has_timeout=$(command -v timeout)
  in_foreground=
  timeout --foreground 9 true >/dev/null 2>&1 && in_foreground=--foreground
  with_kill=
  timeout -k 1 9 true >/dev/null 2>&1 && with_kill='-k 1'
  remote=$(remote_mounts)
  # A name with a newline in it must not look like a line of its own; some programs see to it unasked.
  list_quoted=-l
  ls -q / >/dev/null 2>&1 && list_quoted=-lq
  grep_keeps_nul=
  [ "$(printf 'a\000b\n' | grep -ac b)" = 1 ] && grep_keeps_nul=yes
  # The longest walk goes on beside all else; what it tells waits until its turn.
  { exec 5>&1; section risky-modes 524288 risky_modes; } | sections "$@" && printf '\036end\n'
}

sections() {
  section clock 100 date +%s
  section whoami 100 id -u
  section os-release 65536 os_release
  section kernel-release 1000 uname -r
  section machine 1000 uname -m
  section container 65536 container
  section distro-info-debian 65536 distro_info /usr/share/distro-info/debian.csv
  section distro-info-ubuntu 65536 distro_info /usr/share/distro-info/ubuntu.csv
  section packages-dpkg 4194304 packages_dpkg
  section packages-rpm 4194304 packages_rpm
  section packages-apk 1048576 packages_apk
  section updates-apt 2097152 updates_apt
  section apt-lists 262144 apt_lists
  section apt-releases 262144 apt_releases
  section apt-signatures 262144 apt_signatures
  section updates-dnf 1048576 updates_dnf
  section updates-dnf-all 1048576 updates_dnf_all
  section dnf-advisories 4096 dnf_advisories
  section dnf-lists 65536 dnf_lists
  section updates-apk 262144 updates_apk
  section apk-lists 65536 apk_lists
  section net-tcp 1048576 net tcp
  section net-tcp6 1048576 net tcp6
  section net-udp 1048576 net udp
  section net-udp6 1048576 net udp6
  section fds 4194304 fds
  section statuses 2097152 statuses
  section links 2097152 links
  section cgroups 2097152 cgroups
  section passwd 1048576 passwd
  section shadow 1048576 shadow
  section groups 1048576 groups_of
  section sudoers 262144 sudoers
  section sshd-version 4096 sshd_version
  section sshd-daemons 65536 sshd_daemons
  section sshd-settings 65536 sshd_ask
  section sshd-settings-root 65536 sshd_ask -C user=root,host=elsewhere.example.com,addr=192.0.2.1
  section sshd-match 65536 sshd_match
  section sysctl 524288 sysctl_values
  section mounts 524288 mounts
  section unit-files 524288 unit_files
  section unit-states 524288 unit_states
  section unit-sandbox 2097152 unit_sandbox
  section reboot 65536 reboot_needed
  section kernels 65536 kernels
  section deleted 1048576 deleted
  section environ 4194304 process_text environ
  section cmdline 4194304 process_text cmdline
  section unit-environment 1048576 unit_environment
  # Last whatever looks at places that others than root govern, so that no more than that is lost where it takes long.
  section authorized-keys 262144 authorized_keys
  section modes 262144 modes
  cat
  section secret-files 4194304 secret_files "$@"
}

main "$@"
