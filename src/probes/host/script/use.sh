# ---- when it was last used: the ends of access logs, and the last logins ----
# Of a request only its time is told, the site it was for and whether it counts; never who asked, nor for what.
monitors='kube-probe|GoogleHC|ELB-HealthChecker|[Hh]ealth-?[Cc]heck|UptimeRobot|Prometheus|[Bb]lackbox|Pingdom|StatusCake|check_http|[Nn]agios|[Zz]abbix|Monit/|[Hh]oldfast|([Bb]ot|[Cc]rawler|[Ss]pider)[/ ;),"]'
requests_of='
function told(key) {
  printf "log\t%s\t%s\t%s\t%s\t%d\n", file, (key == "" ? "-" : key), any[key], (key in use ? use[key] : "-"), count[key]
}
function told_all(key) { for (key in any) told(key); split("", any); split("", use); split("", count) }
/^==> \/.* <==$/ { told_all(); file = substr($0, 5, length($0) - 8); next }
{
  time = status = site = ""
  if (match($0, /\[[0-9][0-9]\/[A-Z][a-z][a-z]\/[0-9][0-9][0-9][0-9]:[0-9][0-9]:[0-9][0-9]:[0-9][0-9][^]]*\]/)) {
    time = substr($0, RSTART + 1, RLENGTH - 2)
    rest = substr($0, RSTART + RLENGTH)
    if ($1 ~ /^[A-Za-z0-9.-]+:[0-9]+$/ && $1 !~ /^[0-9.]+:/) { site = $1; sub(/:[0-9]+$/, "", site) }
    if (match(rest, /(" |[0-9-]+\/[0-9-]+\/[0-9-]+\/[0-9-]+\/[+]?[0-9-]+ )[1-5][0-9][0-9] /)) status = substr(rest, RSTART + RLENGTH - 4, 3)
  } else if ($0 ~ /^[{]/ && match($0, /"ts":"?[0-9][^,"]*/)) {
    time = substr($0, RSTART + 5, RLENGTH - 5)
    sub(/^"/, "", time)
    if (match($0, /"host":"[A-Za-z0-9.-]+/)) site = substr($0, RSTART + 8, RLENGTH - 8)
    if (match($0, /"status":[1-5][0-9][0-9]/)) status = substr($0, RSTART + 9, 3)
  }
  if (time == "" || length(time) > 40) next
  any[site] = time
  count[site]++
  if (status ~ /^[23]/ && $0 !~ monitors) use[site] = time
}
END { told_all() }'
access_logs() {
  set +f
  set --
  for file in /var/log/nginx/*access*.log /var/log/nginx/*access*.log.1 /var/log/apache2/*access*.log /var/log/apache2/*access*.log.1 \
    /var/log/httpd/*access*log /var/log/httpd/*access*log-* /var/log/lighttpd/*access*.log /var/log/lighttpd/*access*.log.1 \
    /var/log/caddy/*.log /var/log/haproxy.log /var/log/haproxy.log.1; do
    if [ -f "$file" ] && [ -r "$file" ]; then set -- "$@" "$file"; elif [ -f "$file" ]; then printf 'unread\t%s\n' "$file"; fi
  done
  for folder in nginx apache2 httpd lighttpd caddy; do
    [ ! -d /var/log/$folder ] || { [ -r /var/log/$folder ] && [ -x /var/log/$folder ]; } || printf 'unread\t%s\n' /var/log/$folder
  done
  set -f
  [ $# -le 60 ] || { shift $(($# - 60)); printf 'unread\t%s\n' "further logs"; }
  [ $# -gt 0 ] || return 0
  # Two files at least, so that each has its heading.
  limited 10 tail -n 400 /dev/null "$@" | cut -c 1-4000 | awk -v monitors="$monitors" "$requests_of"
}
logins() {
  command -v last >/dev/null 2>&1 || return 127
  limited $look_seconds env TZ=UTC0 last -w -n 300 --time-format iso
}

use_sections() {
  section access-logs 131072 access_logs
  section logins 65536 logins
}
