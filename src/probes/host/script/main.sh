main() {
  exec 5>&1
  has_timeout=$(command -v timeout)
  in_foreground=
  timeout --foreground 9 true >/dev/null 2>&1 && in_foreground=--foreground
  with_kill=
  timeout -k 1 9 true >/dev/null 2>&1 && with_kill='-k 1'
  remote=$(remote_mounts)
  # A name with a newline in it must not look like a line of its own; some programs see to it unasked.
  list_quoted=-l
  ls -q / >/dev/null 2>&1 && list_quoted=-lq
  grep_keeps_nul=
  [ "$(printf 'a\000b\n' | grep -ac b)" = 1 ] && grep_keeps_nul=yes
  # What takes longest goes on beside all else; what it tells waits until its turn.
  { exec 5>&1; section updates-apt 2097152 updates_apt; } | {
    exec 6<&0
    { exec 5>&1; section risky-modes 1048576 risky_modes; section elsewhere-setid 131072 elsewhere_setid; section file-capabilities 262144 file_capabilities; } | sections "$@"
  } && printf '\036end\n'
}

sections() {
  password_hashes=
  [ "${1-}" != --password-hashes ] || { password_hashes=yes; shift; }
  system_sections
  packages_sections
  updates_sections
  processes_sections
  accounts_sections
  ssh_server_sections
  login_sections
  kernel_sections
  units_sections
  reboot_sections
  secrets_sections
  sessions_sections
  use_sections
  privileges_sections
  confinement_sections
  logging_sections
  trust_sections
  # Last whatever looks at places that others than root govern, so that no more than that is lost where it takes long.
  section authorized-keys 1048576 authorized_keys
  section modes 262144 modes
  cat
  cat <&6
  section secret-files 4194304 secret_files "$@"
}

main "$@"
