# ---- operating system ----
os_release() { if [ -r /etc/os-release ]; then cat /etc/os-release; else cat /usr/lib/os-release; fi; }
container() {
  [ -e /.dockerenv ] && echo /.dockerenv
  [ -e /run/.containerenv ] && echo /run/.containerenv
  grep -E 'docker|containerd|kubepods|libpod|lxc|machine\.slice' /proc/1/cgroup
  return 0
}
distro_info() { [ ! -r "$1" ] || cat "$1"; }

system_sections() {
  section clock 100 date +%s
  section whoami 100 id -u
  section os-release 65536 os_release
  section kernel-release 1000 uname -r
  section machine 1000 uname -m
  section container 65536 container
  section distro-info-debian 65536 distro_info /usr/share/distro-info/debian.csv
  section distro-info-ubuntu 65536 distro_info /usr/share/distro-info/ubuntu.csv
}
