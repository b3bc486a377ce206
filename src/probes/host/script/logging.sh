# ---- what is logged, and where it is sent ----
logging_files() {
  set +f
  set --
  for file in /etc/systemd/journald.conf /usr/lib/systemd/journald.conf.d/*.conf /run/systemd/journald.conf.d/*.conf /etc/systemd/journald.conf.d/*.conf \
    /etc/systemd/journal-upload.conf /etc/systemd/journal-upload.conf.d/*.conf /etc/rsyslog.conf /etc/rsyslog.d/* \
    /etc/syslog-ng/syslog-ng.conf /etc/syslog-ng/conf.d/*.conf /etc/vector/vector.toml /etc/vector/vector.yaml /etc/filebeat/filebeat.yml \
    /etc/fluent-bit/*.conf /etc/fluent-bit/*.yaml /etc/audit/plugins.d/*.conf /etc/audit/audisp-remote.conf /etc/audisp/plugins.d/*.conf /etc/audisp/audisp-remote.conf; do
    [ -f "$file" ] && set -- "$@" "$file"
  done
  set -f
  [ $# -eq 0 ] || limited 5 grep -aHvE '^[[:space:]]*(#|$)' "$@" /dev/null
  [ $? -ne 124 ] || return 124
  return 0
}
# Whether the journal is on a disk, and whether it is sealed: the key for that lies beside it.
journal_state() {
  [ -d /var/log/journal ] && echo kept
  [ ! -d /var/log/journal ] || find /var/log/journal -maxdepth 2 -name fss -exec echo sealed \;
  return 0
}
audit_status() { command -v auditctl >/dev/null || return 127; limited 5 auditctl -s; }
audit_rules() { command -v auditctl >/dev/null || return 127; limited 5 auditctl -l; }
# The address and port from which this script came; sudo keeps them from it, but not from who looks at sudo itself.
session() {
  process=$$
  hops=0
  while [ $hops -lt 12 ] && [ "${process:-0}" -gt 1 ]; do
    from=$(tr '\000' '\n' </proc/"$process"/environ 2>/dev/null | sed -n 's/^SSH_CONNECTION=//p' | head -n 1)
    [ -z "$from" ] || { printf '%s\n' "$from"; return 0; }
    process=$(awk '$1 == "PPid:" {print $2}' /proc/"$process"/status 2>/dev/null)
    hops=$((hops + 1))
  done
  return 0
}
# The last records of logins and of privileged commands that this machine itself has.
log_records() {
  set +f
  seen=
  denied=
  for file in /var/log/journal/*/system.journal /run/log/journal/*/system.journal; do
    if [ -r "$file" ]; then seen=yes; elif [ -e "$file" ]; then denied=$file; fi
  done
  if [ -n "$seen" ]; then
    # Apart, since sudo can write hundreds of records for one command. With --since, the first ones would be told, not the last.
    limited 10 journalctl --quiet --no-pager -o short-unix -n 300 -t sshd -t sshd-session || return
    limited 10 journalctl --quiet --no-pager -o short-unix -n 300 -t sudo -t su
    return
  fi
  [ -z "$denied" ] || { echo "journalctl: $denied: Permission denied" >&2; return 1; }
  for file in /var/log/auth.log /var/log/secure; do
    [ -e "$file" ] || continue
    limited 5 tail -n 5000 "$file" | grep -aE ' (sshd|sshd-session|sudo|su)(\[[0-9]+\])?: ' | tail -n 400
    [ -r "$file" ]
    return
  done
  return 127
}

logging_sections() {
  section logging-files 524288 logging_files
  section journal-state 4096 journal_state
  section audit-status 4096 audit_status
  section audit-rules 262144 audit_rules
  section hostname 300 uname -n
  section session 300 session
  section log-records 524288 log_records
}
