# ---- what the kernel loads, what confines processes, and the code that services run ----
# Modules that hosts of web systems do without: protocols that any account could have loaded, and file systems of odd media.
rare_modules='dccp sctp rds tipc cramfs freevxfs hfs hfsplus jffs2'
kernel_modules() {
  [ -r /proc/version ] || return 1
  if [ ! -e /proc/modules ]; then echo none; return 0; fi
  [ "$(cat /proc/sys/kernel/modules_disabled 2>/dev/null)" = 1 ] && echo closed
  release=$(uname -r)
  for folder in /lib/modules/$release /usr/lib/modules/$release; do [ -r "$folder/modules.dep" ] && echo "list	$folder/modules.dep" && break; done
  for module in $rare_modules; do
    grep -q "^$module " /proc/modules && echo "loaded	$module"
    for folder in /lib/modules/$release /usr/lib/modules/$release; do
      grep -qE "/$module\.ko(\.[a-z]+)?:" "$folder/modules.dep" 2>/dev/null && echo "there	$module" && break
    done
    grep -q "/$module\.ko" "/lib/modules/$release/modules.builtin" 2>/dev/null && echo "builtin	$module"
  done
  # Both count as root's modprobe and the kernel read them; a blacklist alone stops neither.
  set +f
  grep -hE '^[[:space:]]*install[[:space:]]' /etc/modprobe.d/*.conf /run/modprobe.d/*.conf /usr/local/lib/modprobe.d/*.conf /usr/lib/modprobe.d/*.conf /lib/modprobe.d/*.conf 2>/dev/null |
    awk '$3 ~ /^(\/usr)?\/bin\/(false|true)$/ {print "refused\t" $2}'
  return 0
}
access_control() {
  [ -r /sys/kernel/security/lsm ] && { printf 'modules	'; cat /sys/kernel/security/lsm; echo; }
  [ -r /sys/module/apparmor/parameters/enabled ] && { printf 'apparmor	'; cat /sys/module/apparmor/parameters/enabled; }
  [ -e /sys/kernel/security/apparmor/profiles ] && awk '{print "profile\t" $NF}' /sys/kernel/security/apparmor/profiles | sort | uniq -c
  [ -r /sys/fs/selinux/enforce ] && { printf 'selinux	'; cat /sys/fs/selinux/enforce; echo; }
  [ -d /sys/kernel/security ] && [ -n "$(ls /sys/kernel/security 2>/dev/null)" ] && echo 'mounted'
  return 0
}
# Programs and scripts of processes that are not root's, with the folder of each, and the groups they are in.
service_code() {
  set +f
  grep -aHE '^(Uid|Gid|Groups):' /proc/[0-9]*/status 2>/dev/null | sed 's/^/status	/'
  ids=$(awk '/^Uid:/ && $3 != 0 {split(FILENAME, part, "/"); print part[3]}' /proc/[0-9]*/status 2>/dev/null)
  {
    for id in $ids; do [ -e "/proc/$id/exe" ] && printf '/proc/%s/exe\n' "$id"; done | {
      set --
      while IFS= read -r link; do set -- "$@" "$link"; done
      [ $# -eq 0 ] || ls $list_quoted "$@" 2>/dev/null | sed -n 's|^l.* /proc/\([0-9]*\)/exe -> \(/.*\)$|\1	\2|p'
    }
    for id in $ids; do
      [ -s "/proc/$id/cmdline" ] || [ -r "/proc/$id/cmdline" ] || continue
      tr '\000\012' '\012?' <"/proc/$id/cmdline" 2>/dev/null |
        awk -v id="$id" 'NR > 1 && NR < 20 && /^\/.*\.(js|mjs|cjs|ts|py|rb|php|pl|sh|jar|war|cgi|lua|exs?|dll)$/ && length($0) < 400 {print id "\t" $0}'
    done
  } | sed 's/ (deleted)$//' | sort -u | head -n 600 | {
    set --
    while IFS='	' read -r id path; do
      printf 'runs	%s	%s\n' "$id" "$path"
      set -- "$@" "$path" "${path%/*}"
    done
    [ $# -eq 0 ] || printf '%s\n' "$@" | sort -u | {
      set --
      while IFS= read -r path; do [ -e "$path" ] && set -- "$@" "$path"; done
      [ $# -eq 0 ] || limited 5 stat -L -c '%a	%F	%u	%g	%n' -- "$@"
    }
  }
  set -f
  return 0
}
# Of paths, one a line, those below /usr/lib that are dpkg's left out; it reads all its lists for a question, so it's asked once.
not_packaged() {
  paths=$(cat)
  owned=$([ ! -r /var/lib/dpkg/status ] || printf '%s\n' "$paths" | grep '^/usr/lib/' | {
    set --
    while IFS= read -r path; do set -- "$@" "$path"; done
    [ $# -eq 0 ] || dpkg-query -S -- "$@" 2>/dev/null | sed 's/^[^/]*: //'
  })
  printf '%s\n' "$paths" | while IFS= read -r path; do
    case "$newline$owned$newline" in *"$newline$path$newline"*) ;; *) printf '%s\n' "$path" ;; esac
  done
}
# Interpreters and servers that no package of the distribution brought.
own_runtimes() {
  set +f
  for file in /usr/local/bin/* /usr/local/sbin/* /opt/*/bin/* /opt/*/sbin/* /opt/*/*/bin/* /usr/lib/jvm/*/bin/java /root/.nvm/versions/node/*/bin/node /home/*/.nvm/versions/node/*/bin/node; do
    case ${file##*/} in
      node | python3 | python3.[0-9]* | python2* | php | php[0-9]* | ruby | perl | java | nginx | httpd | postgres | mariadbd | mysqld | redis-server | go) ;;
      *) continue ;;
    esac
    [ -f "$file" ] && [ -x "$file" ] || continue
    real=$(readlink -f "$file")
    # Elsewhere the distribution puts nothing of its own.
    case $real in /usr/bin/* | /usr/sbin/*) continue ;; esac
    printf '%s\n' "$real"
  done | sort -u | not_packaged | head -n 40 | while IFS= read -r file; do
    # Their releases are told by the names of their folders and files: nothing that users may have put there is started.
    release=
    case $file in
      */jvm/* | */java/*) release=$(grep -s '^JAVA_VERSION=' "${file%/bin/java}/release" | tr -dc '0-9.') ;;
      */node) release=$(sed -n 's/^#define NODE_\(MAJOR\|MINOR\|PATCH\)_VERSION \([0-9]*\)/\2/p' "${file%/bin/node}/include/node/node_version.h" 2>/dev/null | head -n 3 | tr '\n' '.' | sed 's/\.$//') ;;
    esac
    [ -n "$release" ] || release=$(printf '%s\n' "$file" | sed -n 's/.*[^0-9.]v\{0,1\}\([0-9][0-9]*\.[0-9][0-9.]*\)\(\/.*\)\{0,1\}$/\1/p')
    printf 'runtime	%s	%s\n' "$release" "$file"
  done
  set -f
  return 0
}

confinement_sections() {
  section kernel-modules 65536 kernel_modules
  section access-control 65536 access_control
  section service-code 1048576 service_code
  section own-runtimes 65536 own_runtimes
}
