# ---- what a login asks for: the stacks of PAM, and the rules for passwords ----
written_lines() { # files: their lines but comments, each file's after a line with its path
  awk 'FNR == 1 {print "file\t" FILENAME} {sub(/^[ \t]+/, ""); sub(/\r$/, "")} /^(#|$)/ {next} {print}' "$@"
}
pam_files() {
  set --
  set +f
  for file in /etc/pam.d/* /usr/lib/pam.d/* /usr/etc/pam.d/*; do [ -f "$file" ] && set -- "$@" "$file"; done
  set -f
  [ $# -gt 0 ] || return 127
  written_lines "$@"
}
password_rules() {
  set --
  set +f
  for file in /etc/login.defs /etc/security/pwquality.conf /etc/security/pwquality.conf.d/*.conf /etc/security/faillock.conf /etc/security/passwdqc.conf /etc/passwdqc.conf; do
    [ -f "$file" ] && set -- "$@" "$file"
  done
  set -f
  [ $# -gt 0 ] || return 0
  written_lines "$@"
}

login_sections() {
  section pam-files 262144 pam_files
  section password-rules 65536 password_rules
}
