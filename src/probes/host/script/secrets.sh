# ---- secrets: what is looked through; only the machine that asked judges it ----
process_text() { # environ or cmdline
  set +f
  if [ -n "$grep_keeps_nul" ]; then
    limited 10 grep -aH '' "/proc/"[0-9]*"/$1"
    [ $? -ne 124 ] || return 124
  else
    for folder in /proc/[0-9]*; do
      if [ -r "$folder/$1" ]; then
        tr '\000\012' '\001\002' <"$folder/$1" | sed "s|^|$folder/$1:|"
        echo
      elif [ -e "$folder/$1" ]; then
        echo "grep: $folder/$1: Permission denied" >&2
      fi
    done
  fi
  return 0
}
unit_environment() {
  set --
  for folder in /etc/systemd /run/systemd /usr/lib/systemd /lib/systemd /usr/local/lib/systemd; do
    [ -d "$folder" ] && [ ! -L "${folder%/systemd}" ] && set -- "$@" "$folder"
  done
  [ $# -gt 0 ] || return 0
  find "$@" -maxdepth 4 -type f \( -name '*.service' -o -name '*.socket' -o -name '*.conf' \) -exec stat -c 'file	%a	%U	%Y	%n' {} +
  find "$@" -maxdepth 4 -type f \( -name '*.service' -o -name '*.socket' -o -name '*.conf' \) -exec grep -aHE '^[[:space:]]*((Default)?Environment|SetCredential|Exec[A-Za-z]+)=' {} +
  return 0
}
# What people typed, as their shells and clients keep it: the end of it, where it is long.
histories() {
  set +f
  count=0
  IFS=$newline
  for home in $(awk -F: '$6 ~ /^\/./ {print $6}' /etc/passwd | sort -u); do
    unset IFS
    if away "$home"; then printf 'beyond\t%s\n' "$home"; continue; fi
    [ -d "$home" ] || continue
    [ -r "$home" ] && [ -x "$home" ] || { echo "ls: $home: Permission denied" >&2; continue; }
    for file in "$home"/.*_history "$home/.local/share/fish/fish_history"; do
      case $file in *"$newline"*) continue ;; esac
      [ -f "$file" ] || continue
      [ -r "$file" ] || { echo "ls: $file: Permission denied" >&2; continue; }
      count=$((count + 1))
      if [ $count -gt 200 ]; then printf 'beyond\t%s\n' "$file"; continue; fi
      stat -L -c 'file	%a	%U	%Y	%n' "$file"
      limited 5 tail -c 65536 "$file" | tr '\000' '?' | path=$file awk '{print ENVIRON["path"] ":" $0}'
    done
  done
  return 0
}
# First the modes of all candidates, then the lines of those that hold anything like a secret.
secret_pattern='[Pp][Aa][Ss][Ss]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Tt][Oo][Kk][Ee][Nn]|[Kk][Ee][Yy]|[Cc][Rr][Ee][Dd][Ee][Nn][Tt]|[Aa][Uu][Tt][Hh]|AKIA|ASIA|gh[pousr]_|xox[abpr]-|glpat-|:[$](apr1|2[aby]|y|5|6)[$]|://[^/ ]*:[^/ ]*@|^[^#:]*:[^:]*:[^:]*:[^:]*:.'
# Users may name files as they like, and put something else in their place at any time: what is read must end, and fit.
secret_files() {
  ulimit -v 1048576 2>/dev/null
  set -- /etc /root /home /srv /var/www /opt /var/spool/cron /var/backups "$@"
  count=$#
  while [ $count -gt 0 ]; do
    if away "$1"; then printf 'beyond\t%s\n' "$1"; elif [ -d "$1" ]; then set -- "$@" "$1"; fi
    shift
    count=$((count - 1))
  done
  # A file server in one of them is no part of this machine, but nobody has looked there.
  below=$(IFS=$newline; for mount in $remote; do for folder in "$@"; do case $mount in "$folder"/*) printf 'beyond\t%s\n' "$mount"; break ;; esac; done; done)
  [ -z "$below" ] || printf '%s\n' "$below"
  [ $# -gt 0 ] || return 0
  set -- "$@" -xdev -maxdepth 6
  IFS=$newline
  for mount in $below; do set -- "$@" -path "${mount#beyond	}" -prune -o; done
  unset IFS
  { limited 20 find "$@" \( -type d \( -name node_modules -o -name .git -o -name .cache -o -name .npm -o -name .cargo -o -name .rustup \
    -o -name site-packages -o -path /etc/ssl/certs -o -path /etc/ca-certificates -o -path /etc/alternatives \) -prune \) -o -type f -size -129 \( -name '.env*' -o -name '*.env' \
    -o -name '*.pem' -o -name '*.key' -o -name 'id_*' -o -name '*_key' -o -name '*_rsa' -o -name '*_ed25519' -o \( -path '*/.ssh/*' ! -name 'authorized_keys*' ! -name 'known_hosts*' ! -name config \) \
    -o -name 'shadow*' -o -name 'gshadow*' -o -path /etc/environment -o -path '/etc/profile.d/*' -o -name .pgpass -o -name .my.cnf -o -name .netrc -o -name _netrc -o -name .git-credentials \
    -o -name 'credentials*' -o -name 'secrets.y*ml' -o -name 'secrets.json' -o -name 'wp-config.php*' -o -name 'settings.php*' -o -name .htpasswd \
    -o -name .vault-token -o -name .s3cfg -o -name .boto -o -name rclone.conf -o -name '*.tfvars' -o -name terraform.tfstate -o -path '*/.kube/config' \
    -o -name 'config.php*' -o -name 'configuration.php*' -o -name database.yml -o -name parameters.yml -o -name local.xml -o -name env.php -o -name 'docker-compose*.y*ml' \
    -o -path '/etc/cron*' -o -path '/var/spool/cron/*' -o -path '/etc/redis/*.conf' -o -path '/etc/mysql/*.cnf' -o -path '/etc/wireguard/*.conf' -o -name sssd.conf \
    -o -name nslcd.conf -o -name ldap.secret -o -name fstab -o -name sasl_passwd -o -name chap-secrets -o -name grafana.ini \
    -o -name .npmrc -o -name .pypirc -o -name '*.p8' -o -path '*/.docker/config.json' -o -path '/etc/default/*' -o -name 'debian.cnf' -o -name 'application*.properties' \
    -o -name 'application*.y*ml' -o -name 'appsettings*.json' \) ! -name '*.pub' \
    \( -path "*$newline*" -exec echo 'beyond	/(a path with a newline in it)' \; -o -exec stat -c 'file	%a	%U	%Y	%n' {} + \) || [ $? -ne 124 ] || echo 'find: timed out' >&2; } | awk '!seen[$0]++' | {
    set --
    while IFS= read -r line; do
      case $line in beyond*) printf '%s\n' "$line" && continue ;; esac
      path=/${line#*	/}
      [ -f "$path" ] || [ ! -e "$path" ] || continue
      if [ $# -ge 400 ]; then printf 'beyond\t%s\n' "$path"; continue; fi
      printf '%s\n' "$line"
      if [ -r "$path" ]; then set -- "$@" "$path"; elif [ -e "$path" ]; then echo "grep: $path: Permission denied" >&2; fi
    done
    [ $# -gt 0 ] || return 0
    { limited 10 grep -alE "$secret_pattern" -- "$@" /dev/null || [ $? -ne 124 ] || echo 'grep: timed out' >&2; } | {
      set --
      while IFS= read -r path; do [ $# -ge 400 ] || set -- "$@" "$path"; done
      [ $# -gt 0 ] || return 0
      limited 10 grep -aH '' -- "$@" /dev/null || [ $? -ne 124 ] || echo 'grep: timed out' >&2
    }
  }
  return 0
}

secrets_sections() {
  section environ 4194304 process_text environ
  section cmdline 4194304 process_text cmdline
  section unit-environment 1048576 unit_environment
  section histories 2097152 histories
}
