# ---- whom this machine trusts unasked: libraries put into every program, other hosts, clients of its file server ----
trust_files() {
  set +f
  set -- /etc/ld.so.preload /etc/hosts.equiv /etc/ssh/shosts.equiv /etc/exports /etc/exports.d/*.exports
  set -f
  for home in $(awk -F: '$6 ~ /^\/./ {print $6}' /etc/passwd | sort -u); do
    away "$home" && continue
    set -- "$@" "$home/.rhosts" "$home/.shosts"
  done
  count=$#
  while [ $count -gt 0 ]; do
    [ -f "$1" ] && set -- "$@" "$1"
    shift
    count=$((count - 1))
  done
  [ $# -eq 0 ] || limited $look_seconds grep -aHvE '^[[:space:]]*(#|$)' "$@" /dev/null
  [ $? -ne 124 ] || return 124
  return 0
}

trust_sections() {
  section trust-files 65536 trust_files
}
