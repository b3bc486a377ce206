# Tells how the processes of one container really run, by the host's /proc: whatever is or isn't in its image.
# Reads only: it writes no file, changes nothing, opens no connection, and enters no namespace.
# Each section is framed by the byte 0x1E, which is taken out of whatever a section prints:
#   0x1E output NAME LIMIT \n (bytes) 0x1E ended NAME EXIT \n (standard error) ... 0x1E end \n
# Arguments: the container's id, the process id of its first process, then the strings to look for in its programs.
LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL PATH
container=$1
first=$2
shift 2
most_processes=2000
most_bytes=134217728

limited() { # seconds command...
  # shellcheck disable=SC2086
  if [ -n "$has_timeout" ]; then timeout $in_foreground "$@"; else shift; "$@"; fi
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

# The engine's word is not enough: its process must be one of this machine, and the container's, by its cgroup.
first_process() {
  if [ ! -e "/proc/$first/cgroup" ]; then echo absent
  elif ! grep -qF "$container" "/proc/$first/cgroup"; then echo other
  elif ! readlink "/proc/$first/ns/pid" >/dev/null || ! readlink "/proc/$first/exe" >/dev/null; then echo denied
  elif ! readlink /proc/1/ns/pid >/dev/null && ! readlink "/proc/$parent/ns/pid" >/dev/null; then echo denied
  else echo found; fi
}

# Processes belong to the container by their cgroup, by sharing its PID or mount namespace where those are not the host's
# (but for those of another container that shares it), or by being children of one that does.
members() {
  {
    ls -l /proc/[0-9]*/ns/pid /proc/[0-9]*/ns/mnt
    grep -aH '' /proc/[0-9]*/cgroup
    cat /proc/[0-9]*/status | grep -aE '^(P?Pid|State):'
  } 2>/dev/null | awk -v id="$container" -v first="$first" -v hosts="$hosts" '
    BEGIN { h = "[0-9a-f]"; h = h h h h; h = h h h h; h = h h h h; hosts_count = split(hosts, host, " ") }
    $(NF - 1) == "->" && $(NF - 2) ~ /^\/proc\/[0-9]+\/ns\// { split($(NF - 2), p, "/"); ns[p[3], p[5]] = $NF; next }
    /^\/proc\/[0-9]+\/cgroup:/ { split($0, p, "/"); if (index($0, id)) own[p[3]] = 1; else if ($0 ~ h) other[p[3]] = 1; next }
    /^State:/ { gone = $2 ~ /^[ZX]/ }
    /^Pid:/ { pid = $2 }
    /^PPid:/ { if (!gone) parent[pid] = $2 }
    function shares(pid, kind,   i) {
      for (i = 1; i <= hosts_count; i++) if (ns[pid, kind] == ns[host[i], kind]) return 0
      return ns[pid, kind] != "" && ns[pid, kind] == ns[first, kind]
    }
    END {
      for (pid in parent) if (own[pid] || (!other[pid] && (shares(pid, "pid") || shares(pid, "mnt")))) member[pid] = 1
      do {
        more = 0
        for (pid in parent) if (!member[pid] && member[parent[pid]]) { member[pid] = 1; more = 1 }
      } while (more)
      for (pid in member) if (member[pid]) print pid
    }' | sort -n | head -n "$most_processes"
}
paths() { for pid in $pids; do printf '%s ' "/proc/$pid/$1"; done; }

statuses() { cat $(paths status) /dev/null 2>/dev/null | awk '/^(Name|Pid|PPid|Uid|CapEff|NoNewPrivs|Seccomp):/'; }
links() { # pids
  for pid in "$@"; do
    for kind in net pid ipc uts user cgroup mnt; do set -- "$@" "/proc/$pid/ns/$kind"; done
    set -- "$@" "/proc/$pid/exe"
    shift
  done
  ls $list_quoted "$@" /dev/null
  return 0
}
user_maps() { grep -aH '' $(paths uid_map) /dev/null 2>/dev/null; return 0; }
confinements() { grep -aH '' $(paths attr/current) /dev/null 2>/dev/null; return 0; }
command_lines() {
  for pid in $pids; do
    printf '/proc/%s:' "$pid"
    head -c 4096 "/proc/$pid/cmdline" 2>/dev/null | tr '\000\012' '\001\002'
    echo
  done
}
# One process of each network namespace tells all that listens there.
net() {
  seen=
  for pid in $pids; do
    space=$(readlink "/proc/$pid/ns/net") || continue
    case $seen in *"$space"*) continue ;; esac
    seen="$seen $space"
    awk 'NR == 1 || $4 == "0A" || $4 == "07"' "/proc/$pid/net/$1" || [ "$1" = tcp6 ] || [ "$1" = udp6 ] || return 1
  done
  return 0
}
# Of a single folder ls would not tell the name.
fds() { ls $list_quoted $(paths fd) /dev/null | grep -E '^/proc/|socket:\['; return 0; }
# Each program once, as it lies in memory, even if its file is gone: which of the strings are in it, and how large it is.
programs() {
  seen=
  for pid in $pids; do
    what=$(stat -Lc '%d:%i %s' "/proc/$pid/exe" 2>/dev/null) || { [ -e "/proc/$pid/status" ] && echo "unread $pid"; continue; }
    case $seen in *" ${what% *} "*) echo "same $pid ${what% *}" && continue ;; esac
    seen="$seen ${what% *} "
    echo "program $pid ${what% *} ${what#* }"
    [ "${what#* }" -le "$most_bytes" ] || continue
    { limited 20 grep -aoF "$@" "/proc/$pid/exe" 2>/dev/null; echo "ended $?"; } | awk '/^ended / {print; exit} !seen[$0]++ {print "holds " $0}'
  done
}

main() {
  exec 5>&1
  has_timeout=$(command -v timeout)
  in_foreground=
  timeout --foreground 9 true >/dev/null 2>&1 && in_foreground=--foreground
  list_quoted=-l
  ls -q / >/dev/null 2>&1 && list_quoted=-lq
  parent=$(awk '/^PPid:/ {print $2; exit}' "/proc/$first/status" 2>/dev/null)
  # Namespaces are the host's where its first process, this script or the container's minder has them.
  hosts="1 $$ ${parent:-1}"
  section machine 1000 uname -m
  section first 1000 first_process
  pids=
  [ ! -d "/proc/$first" ] || pids=$(members)
  section members 65536 echo "$pids"
  section passwd 1 true
  section statuses 2097152 statuses
  section links 2097152 links $pids
  section host-links 65536 links $hosts
  section user-maps 1048576 user_maps
  section confinements 1048576 confinements
  section command-lines 4194304 command_lines
  section net-tcp 1048576 net tcp
  section net-tcp6 1048576 net tcp6
  section net-udp 1048576 net udp
  section net-udp6 1048576 net udp6
  section fds 4194304 fds
  section programs 1048576 programs "$@"
  printf '\036end\n'
}

main "$@"
