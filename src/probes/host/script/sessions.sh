# ---- who is logged in now, and the addresses under which this machine is reached ----
# In this locale `who` tells the year; where it isn't there, it tells none.
logged_in() {
  command -v who >/dev/null 2>&1 || return 127
  limited $look_seconds env TZ=UTC0 LC_ALL=C.UTF-8 who
}
seats() {
  [ -d /run/systemd/seats ] && command -v loginctl >/dev/null 2>&1 || return 127
  ids=$(limited $look_seconds loginctl list-sessions --no-legend --no-pager) || return
  # shellcheck disable=SC2046
  set -- $(printf '%s\n' "$ids" | awk '{print $1}' | head -n 200)
  [ $# -gt 0 ] || return 0
  limited $look_seconds loginctl show-session --no-pager -p Id -p Name -p TTY -p RemoteHost -p Service -p Class -p State "$@"
}
addresses() {
  awk '/\|--/ {found = $NF} /\/32 host LOCAL/ && !seen[found]++ {print found}' /proc/net/fib_trie
  [ ! -e /proc/net/if_inet6 ] || awk '{print $1}' /proc/net/if_inet6
}

sessions_sections() {
  section logged-in 262144 logged_in
  section seats 262144 seats
  section addresses 65536 addresses
}
