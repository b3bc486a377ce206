/**
 * System calls of the groups that a service should do without, as systemd 252 has them (systemd.exec(5), SystemCallFilter=);
 * the groups grow with the kernel, and a call that isn't listed is allowed by no list of a unit either.
 */
export const systemCallGroups = {
  swap: "swapoff swapon",
  obsolete:
    "_sysctl afs_syscall bdflush break create_module ftime get_kernel_syms getpmsg gtty idle lock mpx prof profil putpmsg query_module security sgetmask ssetmask stime stty sysfs tuxcall ulimit uselib ustat vserver",
  clock: "adjtimex clock_adjtime clock_adjtime64 clock_settime clock_settime64 settimeofday",
  "cpu-emulation": "modify_ldt subpage_prot switch_endian vm86 vm86old",
  debug: "lookup_dcookie perf_event_open pidfd_getfd ptrace rtas s390_runtime_instr sys_debug_setcontext",
  mount: "chroot fsconfig fsmount fsopen fspick mount mount_setattr move_mount open_tree pivot_root umount umount2",
  module: "delete_module finit_module init_module",
  "raw-io": "ioperm iopl pciconfig_iobase pciconfig_read pciconfig_write s390_pci_mmio_read s390_pci_mmio_write",
  reboot: "kexec_file_load kexec_load reboot",
  resources:
    "ioprio_set mbind migrate_pages move_pages nice sched_setaffinity sched_setattr sched_setparam sched_setscheduler set_mempolicy set_mempolicy_home_node setpriority setrlimit",
  privileged:
    "_sysctl acct adjtimex bpf capset chown chown32 chroot clock_adjtime clock_adjtime64 clock_settime clock_settime64 delete_module fanotify_init fanotify_mark fchown fchown32 fchownat finit_module init_module ioperm iopl kexec_file_load kexec_load lchown lchown32 nfsservctl open_by_handle_at pciconfig_iobase pciconfig_read pciconfig_write pivot_root quotactl quotactl_fd reboot s390_pci_mmio_read s390_pci_mmio_write setdomainname setfsuid setfsuid32 setgroups setgroups32 sethostname setresuid setresuid32 setreuid setreuid32 settimeofday setuid setuid32 swapoff swapon vhangup",
} as const;

export type SystemCallGroup = keyof typeof systemCallGroups;
