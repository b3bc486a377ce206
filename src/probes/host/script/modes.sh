# ---- modes ----
modes() {
  set +f
  homes=$(awk -F: '$3 >= 1000 && $3 < 60000 && $6 ~ /^\/./ {print $6}' /etc/passwd | sort -u)
  set -- /etc/passwd /etc/passwd- /etc/shadow /etc/shadow- /etc/group /etc/group- /etc/gshadow /etc/gshadow- /etc/sudoers /etc/sudoers.d \
    /etc/sudoers.d/* /etc/ssh /etc/ssh/sshd_config /etc/ssh/sshd_config.d /etc/ssh/sshd_config.d/* /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub \
    /etc/crontab /etc/cron.d /etc/cron.hourly /etc/cron.daily /etc/cron.weekly /etc/cron.monthly /etc/cron.allow /etc/cron.deny /etc/at.allow \
    /etc/security/opasswd /etc/hosts /etc/profile /etc/ld.so.preload /root /root/.ssh /root/.ssh/authorized_keys /boot/grub/grub.cfg \
    /boot/grub2/grub.cfg /boot/grub/user.cfg /var/spool/cron /var/spool/cron/crontabs /var/log /tmp /var/tmp /dev/shm
  set -f
  count=$(($# + $(echo "$homes" | grep -c .)))
  set -- "$@" $homes
  while [ $count -gt 0 ]; do
    path=$1
    shift
    count=$((count - 1))
    away "$path" && printf 'remote\t%s\n' "$path" && continue
    case $path in
      *'*'*)
        [ -d "${path%/*}/" ] && [ ! -r "${path%/*}/" ] && printf 'denied\t%s\n' "$path"
        continue
        ;;
    esac
    if [ -e "$path" ]; then
      set -- "$@" "$path"
    elif [ -d "${path%/*}/" ] && [ ! -x "${path%/*}/" ]; then
      printf 'denied\t%s\n' "$path"
    elif above=${path%/*} && [ ! -d "$above/" ] && [ -d "${above%/*}/" ] && [ ! -x "${above%/*}/" ]; then
      printf 'denied\t%s\n' "$path"
    else
      printf 'absent\t%s\n' "$path"
    fi
  done
  limited 10 stat -L -c 'mode	%a	%U	%G	%n' "$@"
}
# Both hunts in one walk; the mode tells which it was. A path with a newline in it must not look like a line of its own.
risky_modes() {
  set --
  for folder in /etc /usr /opt /var /boot /srv /bin /sbin /lib; do [ -d "$folder" ] && [ ! -L "$folder" ] && set -- "$@" "$folder"; done
  # Disks mounted below them are parts of the system as well: the search of a folder ends where a mount begins.
  for folder in $(awk '($1 ~ /^\/dev\// || $3 ~ /^(zfs|btrfs)$/) && $3 !~ /^(squashfs|iso9660|vfat)$/ {print $2}' /proc/mounts); do
    case $folder in /var/lib/docker/* | /var/lib/containers/* | /var/lib/containerd/* | /var/lib/kubelet/*) continue ;; esac
    case $folder in /etc/* | /usr/* | /opt/* | /var/* | /boot/* | /srv/*) [ -d "$folder" ] && set -- "$@" "$folder" ;; esac
  done
  {
    limited 30 find "$@" -xdev \( -type f -o -type d \) \( -perm -4000 -o -perm -2000 -o -perm -0002 \) \
      \( -path "*$newline*" -exec stat -c '%a	%F	%u	%g	(a path with a newline in it)' {} + -o -exec stat -c '%a	%F	%u	%g	%n' {} + \)
    [ $? -ne 124 ] || echo "find: timed out" >&2
  } | awk '!seen[$0]++' | head -n 4000
}
