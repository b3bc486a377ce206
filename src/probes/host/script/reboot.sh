# ---- reboot ----
reboot_needed() {
  for file in /run/reboot-required /var/run/reboot-required; do [ -e "$file" ] && echo required && break; done
  [ -r /run/reboot-required.pkgs ] && sed 's/^/package /' /run/reboot-required.pkgs
  if command -v needs-restarting >/dev/null; then limited 30 needs-restarting -r >/dev/null 2>&1; [ $? -eq 1 ] && echo required; fi
  return 0
}
kernels() { set +f; for file in /boot/vmlinuz-*; do [ -e "$file" ] && echo "${file#/boot/vmlinuz-}"; done; [ -r /boot ] || echo '/boot: Permission denied' >&2; return 0; }

reboot_sections() {
  section reboot 65536 reboot_needed
  section kernels 65536 kernels
  section deleted 1048576 deleted
}
