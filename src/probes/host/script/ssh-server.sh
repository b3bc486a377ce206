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
    # One in a container, or in a network of its own, is not this host's.
    for kind in pid net; do
      [ "$(readlink "/proc/$process/ns/$kind")" = "$(readlink "/proc/self/ns/$kind")" ] || continue 2
    done
    case $(readlink "/proc/$process/exe") in */sshd | */sshd' (deleted)') ;; *) continue ;; esac
    options=${options%%\[listener\]*}
    printf '%s\n' "${options#* }"
  done | awk '{ out = ""; for (i = 1; i <= NF; i++) { if ($i == "-f" || $i == "-o" || $i == "-p" || $i == "-h") { out = out " " $i " " $(i + 1); i++ }
    else if ($i ~ /^-[fophh]./ || $i ~ /^-[46]$/) out = out " " $i } print out }' | sort -u
  return 0
}
# Found once, for all the sections that ask for it.
sshd_looked=
look_for_sshd() {
  [ -z "$sshd_looked" ] || return 0
  sshd_looked=yes
  # With a letter behind, since one without options is an empty line.
  sshd_running=$(sshd_daemons; echo x)
  sshd_running=${sshd_running%x}
  sshd_written=$(sshd_files 2>/dev/null)
  sshd_written_code=$?
}
sshd_found() { printf '%s' "$sshd_running"; }
sshd_options() { look_for_sshd; printf '%s\n' "${sshd_running%%"$newline"*}"; }
sshd_ask() {
  daemon=$(sshd_path) || return 127
  # shellcheck disable=SC2046
  limited 10 "$daemon" -T $(sshd_options) "$@"
}
# In general, which is for nobody: of a condition on ports or routing domains sshd wants to know what to compare it with.
sshd_general() { sshd_ask 2>/dev/null || sshd_ask -C lport=65535,rdomain=none; }
sshd_for_root() {
  who=user=root,host=elsewhere.example.com,addr=192.0.2.1
  sshd_ask -C $who 2>/dev/null || sshd_ask -C $who,laddr=192.0.2.99,lport=22,rdomain=
}
# What further daemons with options of their own say, in general.
sshd_others() {
  daemon=$(sshd_path) || return 127
  sshd_daemons | tail -n +2 | head -n 4 | while IFS= read -r options; do
    printf 'daemon\t%s\n' "$options"
    # shellcheck disable=SC2086
    limited 10 "$daemon" -T $options </dev/null 2>/dev/null || limited 10 "$daemon" -T $options -C user=-,host=-,addr=192.0.2.1,laddr=192.0.2.99,lport=65535,rdomain= </dev/null 2>/dev/null
  done
  return 0
}
# For somebody whom each of the first conditions is about, so that what we make of the conditions can be compared.
sshd_asked() {
  daemon=$(sshd_path) || return 127
  for who in $({ echo 'match user root address 192.0.2.1'; sshd_lines match; } | awk '{
    gsub(/[="]/, " "); user = "root"; addr = "192.0.2.1"; port = 22
    for (i = 2; i < NF; i += 2) {
      name = tolower($i); value = $(i + 1); sub(/,.*/, "", value); sub(/\/.*/, "", value)
      if (name == "user") user = value
      if (name == "address") addr = value
      if (name == "localport") port = value
    }
    gsub(/[*?]/, "1", addr)
    asked = "user=" user ",host=" addr ",addr=" addr ",laddr=192.0.2.99,lport=" port ",rdomain="
    if (user addr port ~ /^[A-Za-z0-9._:-]+$/ && addr ~ /^[0-9A-Fa-f.:]+$/ && !seen[asked]++) print asked
  }' | head -n 8); do
    printf 'asked\t%s\n' "$who"
    # shellcheck disable=SC2046
    limited 10 "$daemon" -T $(sshd_options) -C "$who" 2>/dev/null | grep -E "^($sshd_keywords) "
  done
  return 0
}
sshd_keywords='permitrootlogin|passwordauthentication|kbdinteractiveauthentication|pubkeyauthentication|authenticationmethods|(allow|deny)(users|groups)|x11forwarding|gatewayports|permitemptypasswords|authorizedkeysfile|pubkeyauthoptions'
sshd_version() {
  daemon=$(sshd_path) || return 127
  limited 5 "$daemon" -V 2>&1
  command -v ssh >/dev/null && ssh -V 2>&1
  return 0
}
sshd_files() { # the files of the daemon that runs, in the order in which they are included
  sshd_path >/dev/null || return 127
  config=$(sshd_options | awk '{for (i = 1; i <= NF; i++) { if ($i == "-f") print $(i + 1); else if ($i ~ /^-f./) print substr($i, 3) }}')
  [ -n "$config" ] || config=/etc/ssh/sshd_config
  files=$config
  all=
  depth=0
  while [ -n "$files" ] && [ $depth -lt 16 ]; do
    all="$all $files"
    set +f
    # shellcheck disable=SC2086
    patterns=$(awk '{sub(/^[ \t]+/, ""); name = tolower($0); sub(/[ \t=].*/, "", name)} name == "include" {sub(/^[A-Za-z]+[ \t]*=?[ \t]*/, ""); sub(/[ \t]#.*/, ""); gsub(/"/, "")
      for (i = 1; i <= NF; i++) print $i ~ /^\// ? $i : "/etc/ssh/" $i}' $files) || return 1
    next=
    for file in $patterns; do
      case " $all $next " in *" $file "*) continue ;; esac
      [ -e "$file" ] && next="$next $file"
    done
    set -f
    files=$next
    depth=$((depth + 1))
  done
  # shellcheck disable=SC2086
  printf '%s\n' $all
}
sshd_lines() { # keyword in small letters: its lines in those files
  look_for_sshd
  # Each section that rests on them says itself why they can't be read.
  [ "$sshd_written_code" -eq 0 ] || { sshd_files >/dev/null; return; }
  # shellcheck disable=SC2086
  awk -v keyword="$1" '{name = tolower($1); sub(/=.*/, "", name)} name == keyword' $sshd_written
}
# Every line of the configuration but comments, with its place; what is set for sessions may be a secret, and isn't needed.
sshd_config() {
  all=$(sshd_files) || return
  # shellcheck disable=SC2086
  awk 'FNR == 1 {print "file\t" FILENAME} {sub(/^[ \t]+/, ""); sub(/\r$/, "")} /^(#|$)/ {next}
    tolower($0) ~ /^setenv[ \t=]/ {$0 = "SetEnv -"} {print FNR "\t" $0}' $all
}
sshd_authorities() {
  all=$(sshd_lines trustedusercakeys) || return
  set --
  for file in $(printf '%s\n' "$all" | awk '{gsub(/[="]/, " "); if (NF > 1 && tolower($2) != "none" && !seen[$2]++) print $2}'); do
    if [ -r "$file" ] && [ -f "$file" ]; then set -- "$@" "$file"; else echo "unseen	$file"; fi
  done
  [ $# -eq 0 ] || awk '/^[ \t\r]*(#|$)/ {next} {print "key\t-\t" FILENAME "\t" FNR "\t" $0}' "$@"
}

ssh_server_sections() {
  look_for_sshd
  section sshd-version 4096 sshd_version
  section sshd-daemons 65536 sshd_found
  section sshd-settings 65536 sshd_general
  section sshd-settings-root 65536 sshd_for_root
  section sshd-others 131072 sshd_others
  section sshd-config 262144 sshd_config
  section sshd-asked 131072 sshd_asked
  section sshd-authorities 65536 sshd_authorities
}
