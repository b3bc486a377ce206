# ---- sockets and processes; one command for all processes, and no program that is not everywhere ----
# Of the thousands of connections of a busy host only what listens (0A), or is bound without a peer (07), is told.
net() { awk 'NR == 1 || $4 == "0A" || $4 == "07"' "/proc/net/$1"; }
# Connections that begin here: their own port is none at which this host listens.
outgoing() {
  awk '{split($2, here, ":")} $4 == "0A" {listens[here[2]] = 1} $4 == "01" && n < 20000 {line[++n] = FILENAME "\t" $0}
    END {for (i = 1; i <= n; i++) {split(line[i], part, "\t"); split(part[2], word); split(word[2], here, ":")
      if (!(here[2] in listens) && told++ < 4000) print line[i]}
      if (n >= 20000 || told > 4000) print "more"}' /proc/net/tcp /proc/net/tcp6
  [ $? -ne 127 ]
}
fds() { set +f; ls $list_quoted /proc/[0-9]*/fd | grep -E '^/proc/|socket:\['; return 0; }
statuses() {
  set +f
  cat /proc/[0-9]*/status 2>/dev/null | awk '/^(Name|Pid|PPid|Uid|CapEff|NoNewPrivs|Seccomp):/'
}
links() { set +f; ls $list_quoted /proc/[0-9]*/exe /proc/[0-9]*/ns/mnt /proc/[0-9]*/ns/pid /proc/[0-9]*/ns/net; return 0; }
cgroups() { set +f; grep -aH '' /proc/[0-9]*/cgroup; return 0; }
deleted() { set +f; grep -aHE ' r.xp .*\.so[^ ]* \(deleted\)$' /proc/[0-9]*/maps; [ $? -le 2 ]; }

processes_sections() {
  section net-tcp 1048576 net tcp
  section net-tcp6 1048576 net tcp6
  section net-udp 1048576 net udp
  section net-udp6 1048576 net udp6
  section outgoing 1048576 outgoing
  section fds 4194304 fds
  section statuses 2097152 statuses
  section links 2097152 links
  section cgroups 2097152 cgroups
}
