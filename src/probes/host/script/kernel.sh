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

kernel_sections() {
  section sysctl 524288 sysctl_values
  section mounts 524288 mounts
}
