# ---- what makes root of others: rules of sudo, programs that root runs, files and sockets that others may use ----
# A file with its owner and mode, its lines behind a tab, so that none of them can pass for a head.
told_file() { # path
  [ -f "$1" ] || return 0
  [ -r "$1" ] || { echo "cat: $1: Permission denied" >&2; return 0; }
  stat -L -c 'file	%a	%u	%g	%n' "$1"
  { head -c 262144 "$1"; echo; } | tr '\000' '?' | sed 's/^/	/'
}
told_folder() { # path
  [ -d "$1" ] || return 0
  [ -r "$1" ] && [ -x "$1" ] || { echo "ls: $1: Permission denied" >&2; return 0; }
  printf 'folder	%s\n' "$1"
  set +f
  for file in "$1"/* "$1"/.*; do [ -f "$file" ] && case ${file##*/} in *.* | *~ | *"$newline"*) ;; *) told_file "$file" ;; esac; done
  set -f
}
# What sudo would read, file by file; whatever they include is looked for in them, and in those again.
sudoers_files() {
  command -v sudo >/dev/null || [ -e /etc/sudoers ] || return 127
  told_file /etc/sudo.conf
  told_file /etc/sudoers-rs
  waiting=/etc/sudoers
  seen=
  count=0
  while [ -n "$waiting" ] && [ $count -lt 200 ]; do
    entry=${waiting%%"$newline"*}
    rest=${waiting#"$entry"}
    waiting=${rest#"$newline"}
    case "$seen$newline" in *"$newline$entry$newline"*) continue ;; esac
    seen=$seen$newline$entry
    count=$((count + 1))
    set --
    case $entry in
      */) told_folder "${entry%/}"; set +f; for file in "$entry"*; do [ -f "$file" ] && set -- "$@" "$file"; done; set -f ;;
      *) told_file "$entry"; [ -f "$entry" ] && set -- "$entry" ;;
    esac
    [ $# -gt 0 ] || continue
    more=$(awk -v host="$(uname -n | cut -d. -f1)" '$1 ~ /^[@#]include(dir)?$/ {
      path = $0; sub(/^[ \t]*[@#]include(dir)?[ \t]+/, "", path); sub(/[ \t]+$/, "", path)
      if (path ~ /^"/) gsub(/"/, "", path); else gsub(/\\/, "", path)
      gsub(/%h/, host, path)
      if (path !~ /^\//) { own = FILENAME; sub(/[^\/]*$/, "", own); path = own path }
      sub(/\/+$/, "", path); print path ($1 ~ /dir$/ ? "/" : "") }' "$@" 2>/dev/null)
    [ -z "$more" ] || waiting=$waiting${waiting:+$newline}$more
  done
  return 0
}
host_names() {
  uname -n
  awk -v name="$(uname -n)" '!/^#/ {for (i = 2; i <= NF; i++) if ($i == name) for (j = 2; j <= NF; j++) print $j}' /etc/hosts
  command -v ip >/dev/null && ip -o addr show | awk '$2 != "lo" && $3 ~ /^inet/ {print "address\t" $4}'
  [ -L /bin ] && echo merged
  grep -sE '^(sudoers|passwd|group):' /etc/nsswitch.conf
  return 0
}
other_rules() {
  set +f
  set -- /etc/doas.conf /etc/doas.d/*.conf /etc/pam.d/su /etc/pam.d/su-l /etc/pam.d/common-auth /etc/pam.d/system-auth \
    /etc/polkit-1/rules.d/*.rules /usr/local/share/polkit-1/rules.d/*.rules /usr/share/polkit-1/rules.d/*.rules \
    /etc/polkit-1/localauthority/*/*.pkla /var/lib/polkit-1/localauthority/*/*.pkla /etc/ld.so.preload
  set -f
  for file in "$@"; do told_file "$file"; done
  for folder in /etc/polkit-1/rules.d /etc/polkit-1/localauthority; do [ ! -d "$folder" ] || [ -r "$folder" ] || echo "ls: $folder: Permission denied" >&2; done
  for program in sudo su pkexec doas; do path=$(command -v $program) && printf 'program	%s\n' "$(stat -L -c '%a	%u	%g	%n' "$path")"; done
  return 0
}
crontabs() {
  set +f
  for file in /etc/crontab /etc/anacrontab /etc/cron.d/* /var/spool/cron/crontabs/* /var/spool/cron/*; do told_file "$file"; done
  for folder in /etc/cron.d /var/spool/cron/crontabs /var/spool/cron; do [ ! -d "$folder" ] || { [ -r "$folder" ] && [ -x "$folder" ]; } || echo "ls: $folder: Permission denied" >&2; done
  set -f
  return 0
}
# The programs of units that are loaded, and whose files they come from.
unit_programs() {
  [ -d /run/systemd/system ] || return 127
  limited 20 systemctl show '*.service' '*.socket' '*.timer' '*.path' '*.mount' --no-pager -p Id,FragmentPath,DropInPaths,SourcePath,User,DynamicUser,RootDirectory,RootImage,ActiveState,UnitFileState,TriggeredBy,ExecCondition,ExecStartPre,ExecStart,ExecStartPost,ExecReload,ExecStop,ExecStopPost,EnvironmentFiles
}
# Everything that root takes for its own, but that belongs to another or that others may write; links are as wide as what they lead to.
loose_files() {
  set --
  for folder in /etc /root /usr/local /usr/sbin /usr/bin /usr/lib/systemd /lib/systemd /usr/share/polkit-1 /var/spool/cron /boot; do
    [ -d "$folder" ] && [ ! -L "$folder" ] && set -- "$@" "$folder"
  done
  limited 10 find "$@" -xdev -maxdepth 6 ! -type l \( ! -user 0 -o -perm -0020 -o -perm -0002 \) \
    \( -path "*$newline*" -exec stat -c '%a	%F	%u	%g	(a path with a newline in it)' {} + -o -exec stat -c '%a	%F	%u	%g	%n' {} + \) | head -n 3000
}
# What other files of root's tell to run, to load or to search: `hook KIND PLACE TEXT` by tabs. Only these lines are told.
hook_awk='
function told(kind, text) {gsub(/\t/, " ", text); if (length(text) < 2048) print "hook\t" kind "\t" FILENAME ":" FNR "\t" text}
FNR == 1 {on = 0}
FILENAME == "/proc/sys/kernel/core_pattern" {if (sub(/^[|]/, "")) told("kernel", $0); next}
FILENAME ~ /^\/proc\// {told("kernel", $0); next}
/^[ \t]*(#|$)/ {next}
FILENAME ~ /\/udev\// {while (match($0, /(RUN|PROGRAM|IMPORT\{program\})[^=]*[+:=]*="[^"]*"/)) {part = substr($0, RSTART, RLENGTH); $0 = substr($0, RSTART + RLENGTH); sub(/^[^"]*"/, "", part); sub(/"$/, "", part); told("udev", part)} next}
FILENAME ~ /\/logrotate/ {if ($1 == "endscript") on = 0; else if (on) told("logrotate", $0); else if ($1 ~ /^(prerotate|postrotate|firstaction|lastaction|preremove)$/) on = 1; next}
FILENAME ~ /\/apt\// {if (/Invoke|Install-Pkgs|Auto-?Detect/) on = 1; rest = $0
  while (on && match(rest, /"([^"\\]|\\.)*"/)) {told("apt", substr(rest, RSTART + 1, RLENGTH - 2)); rest = substr(rest, RSTART + RLENGTH)}
  if (/\}[ \t]*;/ || (!/\{/ && on == 1 && /;[ \t]*$/ && /Invoke|Install-Pkgs|Auto-?Detect/)) on = 0; next}
FILENAME ~ /\/dpkg\// {if (sub(/^(pre|post)-invoke[= \t]+/, "")) told("dpkg", $0); next}
FILENAME ~ /\/pam\.d\// {if (/pam_exec\.so/) {for (i = 1; i <= NF; i++) if ($i ~ /^\/.*[^o]$/) told("PAM", $i)} else if ($3 ~ /^\//) told("PAM", $3); next}
FILENAME ~ /\/ld\.so\.conf/ {if ($1 ~ /^\//) told("libraries", $1); next}
FILENAME == "/etc/rc.local" {told("rc.local", $0); next}
/(^|[ \t;])PATH=/ {match($0, /(^|[ \t;])PATH=/); value = substr($0, RSTART + RLENGTH); if (value ~ /^"/) {value = substr(value, 2); sub(/".*/, "", value)} else sub(/[ \t;].*/, "", value); told("path", value); next}
$1 == "." || $1 == "source" {if ($2 ~ /^\//) told("shell", $2)}'
hook_lines() {
  set +f
  set -- /etc/udev/rules.d/*.rules /etc/logrotate.conf /etc/logrotate.d/* /etc/apt/apt.conf /etc/apt/apt.conf.d/* /etc/dpkg/dpkg.cfg /etc/dpkg/dpkg.cfg.d/* \
    /etc/pam.d/* /etc/ld.so.conf /etc/ld.so.conf.d/*.conf /etc/environment /etc/profile /etc/profile.d/*.sh /etc/bash.bashrc /etc/rc.local \
    /root/.profile /root/.bashrc /root/.bash_profile /root/.bash_login /proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe /proc/sys/kernel/hotplug
  set -f
  count=$#
  while [ $count -gt 0 ]; do
    if [ -f "$1" ] && [ -r "$1" ]; then set -- "$@" "$1"; elif [ -f "$1" ]; then echo "awk: $1: Permission denied" >&2; fi
    shift
    count=$((count - 1))
  done
  [ $# -eq 0 ] || limited 10 awk "$hook_awk" "$@" | head -n 1000
  sshd_lines authorizedkeyscommand 2>/dev/null | awk '$2 ~ /^"?\// {gsub(/"/, ""); print "hook\tkeys\tAuthorizedKeysCommand\t" $2}'
  sshd_lines authorizedkeysfile 2>/dev/null | awk '{gsub(/[="]/, " "); for (i = 2; i <= NF; i++) if ($i ~ /^\//) {sub(/\/[^\/]*%.*$/, "", $i); print "hook\tkeys\tAuthorizedKeysFile\t" $i}}'
  return 0
}
# Absolute paths that rules, tables and units name, with all folders above them, and with what links lead to.
named_paths() {
  {
    sudoers_files
    crontabs
    unit_programs
    other_rules
    hook_lines
  } 2>/dev/null | tr ' \t\042\047;&|<>(){}=,`$:\\' '\n' | awk '/^\/./ && !/[*?]/ && !/^\/(proc|sys|dev)\// && length($0) < 512' | sort -u | head -n 1500 | {
    set --
    while IFS= read -r path; do set -- "$@" "$path"; done
    [ $# -gt 0 ] || return 0
    { printf '%s\n' "$@"; readlink -f -- "$@" 2>/dev/null; printf '%s\n' /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; } |
      awk '{path = $0; while (path != "" && !seen[path]++) {print path; sub(/\/*[^\/]*$/, "", path)}} END {print "/"}' | {
      set --
      while IFS= read -r path; do if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; else printf 'absent	%s\n' "$path"; fi; done
      limited 10 stat -c 'path	%a	%F	%u	%g	%N' -- "$@"
    }
  }
  return 0
}
# Sockets over which engines take orders, and devices past which no mode counts.
open_doors() {
  {
    awk '$NF ~ /^\/.*(docker|podman|containerd|crio|lxd|incus|libvirt|buildkit)[^\/]*(\/.*)?sock(et)?$/ {print $NF}' /proc/net/unix
    printf '%s\n' /run/docker.sock /var/run/docker.sock /run/podman/podman.sock /run/containerd/containerd.sock
  } | sort -u | {
    set --
    while IFS= read -r path; do [ -S "$path" ] && set -- "$@" "$path"; done
    [ $# -eq 0 ] || stat -L -c 'socket	%a	%u	%g	%n' "$@"
    for path in "$@"; do closed=${path%/*}; stat -L -c 'above	%a	%u	%g	%n' "$closed"; done
    for path in "$@"; do case $(ls -ld "$path") in ??????????+*)
      if command -v getfacl >/dev/null; then getfacl -pn "$path" | sed 's/^/acl	/'; else printf 'unread-acl	%s\n' "$path"; fi ;;
    esac; done
  }
  find /dev -xdev \( -type b -o -path /dev/mem -o -path /dev/kmem -o -path /dev/port \) \( -perm -0020 -o -perm -0002 -o -perm -0004 \) -exec stat -c 'device	%a	%u	%g	%n' {} +
  return 0
}
# Set-uid programs where the walk for risky modes does not go.
elsewhere_setid() {
  set --
  for folder in /tmp /var/tmp /var/www /home /root /srv /dev/shm /run /mnt /media; do
    [ -d "$folder" ] && [ ! -L "$folder" ] && ! away "$folder" && set -- "$@" "$folder"
  done
  { limited 5 find "$@" -xdev -maxdepth 5 ! -path "*$newline*" -type f \( -perm -4000 -o -perm -2000 \) -exec stat -c '%a	%F	%u	%g	%n' {} + || [ $? -ne 124 ] || echo 'find: timed out' >&2; } | head -n 500
}
file_capabilities() {
  command -v getcap >/dev/null || return 127
  set --
  for folder in /usr/bin /usr/sbin /usr/libexec /usr/local /usr/lib /opt /srv /bin /sbin; do [ -d "$folder" ] && [ ! -L "$folder" ] && ! away "$folder" && set -- "$@" "$folder"; done
  # Nobody starts what is not executable; that only root could change, but for files that are another's.
  {
    limited 10 find "$@" -type f \( -perm -0100 -o -perm -0010 -o -perm -0001 -o ! -user 0 \) -exec getcap {} + 2>/dev/null
    set --
    for folder in /home /root /tmp /var/tmp /var/www /dev/shm; do [ -d "$folder" ] && [ ! -L "$folder" ] && ! away "$folder" && set -- "$@" "$folder"; done
    limited 5 getcap -r "$@" 2>/dev/null
  } | head -n 500
}

privileges_sections() {
  section sudoers-files 1048576 sudoers_files
  section host-names 65536 host_names
  section other-rules 524288 other_rules
  section crontabs 524288 crontabs
  section hook-lines 131072 hook_lines
  section unit-programs 4194304 unit_programs
  section loose-files 1048576 loose_files
  section named-paths 1048576 named_paths
  section open-doors 65536 open_doors
}
