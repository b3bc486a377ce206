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
passwd() { awk -F: "$reduce"'/^[ \t]*(#|$)/ {next} NF < 4 && !/^[+-]/ {next} {real = $5; gsub(/\t/, " ", real); sub(/,.*/, "", real); print $1 "\t" $3 "\t" $4 "\t" $6 "\t" $7 "\t" state($2) "\t" method($2) "\t" real}' /etc/passwd; }
shadow() { awk -F: "$reduce"'NF >= 2 {print $1 "\t" state($2) "\t" method($2) "\t" $8}' /etc/shadow; }
# Only where the estate asks for it: for comparing with secrets that lie in clear text.
shadow_hashes() {
  [ -n "$password_hashes" ] || return 127
  awk -F: '$2 ~ /^[$_]/ || $2 ~ /^[.\/0-9A-Za-z]+$/ && length($2) == 13 {print $1 "\t" $2}' /etc/shadow
}
groups_of() { awk -F: 'NF >= 4 {print $1 "\t" $3 "\t" $4}' /etc/group; }
# Users may put anything there, such as a pipe that never ends, and a home may be on a file server that is gone: whoever
# looks is stopped after a while, and goes on with the next account. sshd itself takes regular files only.
# Arguments: the first line of /etc/passwd to look at, then the files that count, as AuthorizedKeysFile names them, and
# behind a dash those that AuthorizedPrincipalsFile names. Only lines that have the form of a public key are told, and no
# principals of files in homes: users can let these names lead to any file.
keys_from='
first=$1
shift
patterns=
while [ $# -gt 0 ] && [ "$1" != - ]; do patterns="$patterns $1" && shift; done
[ $# -eq 0 ] || shift
principals=$*
contents() { # files: their lines, each file after a line with its path
  for path in "$@"; do
    printf "\001%s\n" "$path"
    head -c 1048576 "$path" | tr "\000\001" "??"
    echo
  done
}
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
    contents "$@" | user=$user awk "$key_lines"
  fi
  set --
  for secret in pam_google_authenticator:.google_authenticator pam_u2f:.config/Yubico/u2f_keys; do
    if [ -e "$home/${secret#*:}" ]; then echo "enrolled	$user	${secret%%:*}"
    elif closed "$home/${secret#*:}"; then echo "enrolment	$user"; fi
  done
  for pattern in $principals; do
    filled "$pattern" "$user" "$uid" "$home" || continue
    [ -f "$path" ] || continue
    case $path in "$home"/*) echo "principals	$user" && continue ;; esac
    if [ -r "$path" ]; then set -- "$@" "$path"; else echo "principals	$user"; fi
  done
  [ $# -eq 0 ] || contents "$@" | user=$user awk "$principal_lines"
done </etc/passwd
exit 0'
# At most so many lines and bytes of an account, so that none of them can hide the others.
key_lines='
BEGIN {user = ENVIRON["user"]}
/^\001/ {file = substr($0, 2); line = 0; next}
{line++}
/^[ \t\r]*(#|$)/ {next}
{keys++}
!/[a-z0-9]-[A-Za-z0-9@.-]+[ \t]+AAAA[A-Za-z0-9+\/]+/ {next}
shown == 200 || length($0) > 16384 || bytes + length($0) > 65536 {more++; next}
{
  shown++
  # What variables hold may be a secret, and nobody needs it.
  text = ""
  while (match(tolower($0), /environment="[a-z0-9_]+=([^"\\]|\\.)*"/)) {
    part = substr($0, RSTART, RLENGTH)
    text = text substr($0, 1, RSTART - 1) substr(part, 1, index(substr(part, 13), "=") + 12) "\""
    $0 = substr($0, RSTART + RLENGTH)
  }
  text = text $0
  bytes += length(text)
  print "key\t" user "\t" file "\t" line "\t" text
}
END {print keys + 0 "\t" user; if (more) print "more\t" user}'
principal_lines='
BEGIN {user = ENVIRON["user"]}
/^\001/ {file = substr($0, 2); line = 0; next}
{line++}
/^[ \t\r]*(#|$)/ {next}
shown == 100 || length($0) > 1024 {if (!more++) print "principals\t" user; next}
{shown++; print "principal\t" user "\t" file "\t" line "\t" $0}'
# What the daemon that runs counts; what conditions of Match add counts as well, whomever they are about.
keys_files() {
  told=$(sshd_general 2>/dev/null | awk '$1 == "authorizedkeysfile"')
  if [ -z "$told" ] || [ -n "$(sshd_lines match 2>/dev/null)" ]; then
    written=$(sshd_lines authorizedkeysfile 2>/dev/null)
    code=$?
    # What may not be read can name any file: no file stands for that, and no account is told to have none.
    [ $code -eq 0 ] || [ $code -eq 127 ] || written='authorizedkeysfile %-'
    told="$told$newline$written"
  fi
  printf '%s\n' "$told" | awk '{gsub(/[="]/, " "); for (i = 2; i <= NF; i++) if (tolower($i) != "none" && !seen[$i]++) print $i; if (NF > 1) any = 1}
    END {if (!any) print ".ssh/authorized_keys\n.ssh/authorized_keys2"}' | head -n 20
}
principals_files() { sshd_lines authorizedprincipalsfile 2>/dev/null | awk '{gsub(/[="]/, " "); if (tolower($2) != "none" && !seen[$2]++) print $2}' | head -n 20; }
authorized_keys() {
  from=1
  hung=0
  # shellcheck disable=SC2046
  set -- $(keys_files) - $(principals_files)
  # A file server that is gone may keep a whole group of homes waiting; after a few no further one is tried.
  while [ $hung -lt 3 ]; do
    # With all that it started: whatever of it waits holds what it tells from us.
    # shellcheck disable=SC2086
    said=$(remote=$remote key_lines=$key_lines principal_lines=$principal_lines ${has_timeout:+timeout $with_kill $look_seconds} /bin/sh -f -c "$keys_from" sh $from "$@" 2>/dev/null)
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

accounts_sections() {
  section passwd 1048576 passwd
  section shadow 1048576 shadow
  section shadow-hashes 1048576 shadow_hashes
  section groups 1048576 groups_of
  section sudoers 262144 sudoers
}
