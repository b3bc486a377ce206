# ---- packages ----
packages_dpkg() {
  [ -r /var/lib/dpkg/status ] || return 127
  dpkg-query -W -f '${db:Status-Status}\t${Package}\t${Version}\t${source:Package}\n'
}
packages_rpm() {
  command -v rpm >/dev/null || return 127
  [ -d /var/lib/rpm ] || [ -d /usr/lib/sysimage/rpm ] || return 127
  # Where another package manager rules, rpm has its database in the home of whoever asks, and would write one there.
  case $(limited 5 rpm -E %_dbpath) in /var/lib/rpm* | /usr/lib/sysimage/rpm*) ;; *) return 127 ;; esac
  limited 20 rpm -qa --nosignature --qf '%{NAME}\t%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\t%{SOURCERPM}\n'
}
packages_apk() {
  [ -e /lib/apk/db/installed ] || return 127
  awk '/^P:/{p=substr($0,3)} /^V:/{v=substr($0,3)} /^o:/{o=substr($0,3)}
    /^$/{if(p!="")print p "\t" v "\t" o; p="";v="";o=""} END{if(p!="")print p "\t" v "\t" o}' /lib/apk/db/installed
}

packages_sections() {
  section packages-dpkg 4194304 packages_dpkg
  section packages-rpm 4194304 packages_rpm
  section packages-apk 1048576 packages_apk
}
