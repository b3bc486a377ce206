# ---- pending updates, by what the lists on disk say ----
# Without cache files apt builds its index in memory, so that nothing is written; a hold or a phased roll-out hides nothing.
updates_apt() {
  command -v apt >/dev/null || return 127
  # The index that apt keeps halves the time. It checks itself whether that is current; where not, it can put no new one
  # beside an open descriptor, and ends.
  kept=/var/cache/apt/pkgcache.bin
  if [ -s $kept ] && [ -r $kept ] && [ -e /dev/fd/0 ] && [ -z "$(find /var/lib/apt/lists /var/lib/dpkg/status /etc/apt -newer $kept 2>/dev/null | head -n 1)" ]; then
    told=$(updates_by /dev/fd/9 9<$kept 2>/dev/null) && printf '%s\n' "$told" && return
  fi
  updates_by ''
}
updates_by() { # file of the index
  limited 60 apt list -a --upgradable -o Debug::NoLocking=true -o Dir::Cache::pkgcache="$1" -o Dir::Cache::srcpkgcache= \
    -o APT::Cache-Start=120000000 -o APT::Get::Always-Include-Phased-Updates=true
}
# mtime and path of every list
apt_lists() {
  [ -d /var/lib/apt/lists ] || return 127
  find /var/lib/apt/lists -maxdepth 1 -type f \( -name '*_InRelease' -o -name '*_Release' -o -name '*_Release.gpg' -o -name '*_Packages*' \) \
    -exec stat -c '%Y %n' {} +
}
apt_releases() {
  [ -d /var/lib/apt/lists ] || return 127
  find /var/lib/apt/lists -maxdepth 1 -type f \( -name '*_InRelease' -o -name '*_Release' \) \
    -exec grep -HE '^(Origin|Label|Suite|Codename|Version|Date|Valid-Until): ' {} +
}
apt_signatures() {
  command -v gpgv >/dev/null && [ -d /var/lib/apt/lists ] || return 127
  set --
  set +f
  for key in /usr/share/keyrings/*.gpg /etc/apt/keyrings/*.gpg /etc/apt/trusted.gpg.d/*.gpg /etc/apt/trusted.gpg; do
    case $key in *removed*) continue ;; esac
    [ -s "$key" ] && [ -r "$key" ] && set -- "$@" --keyring "$key"
  done
  for file in /var/lib/apt/lists/*_InRelease; do
    [ -r "$file" ] || continue
    echo "file $file"
    limited 10 gpgv --status-fd 1 "$@" "$file" 2>/dev/null | grep -aE '^\[GNUPG:\] (GOODSIG|VALIDSIG|BADSIG|ERRSIG|EXPKEYSIG|REVKEYSIG|NO_PUBKEY|NODATA)'
  done
  for file in /var/lib/apt/lists/*_Release.gpg; do
    [ -r "$file" ] || continue
    echo "file ${file%.gpg}"
    limited 10 gpgv --status-fd 1 "$@" "$file" "${file%.gpg}" 2>/dev/null | grep -aE '^\[GNUPG:\] (GOODSIG|VALIDSIG|BADSIG|ERRSIG|EXPKEYSIG|REVKEYSIG|NO_PUBKEY|NODATA)'
  done
  return 0
}
updates_dnf() {
  command -v dnf >/dev/null || return 127
  limited 60 dnf -q -C updateinfo list --updates
}
updates_dnf_all() {
  command -v dnf >/dev/null || return 127
  limited 60 dnf -q -C list --upgrades
}
dnf_lists() {
  [ -d /var/cache/dnf ] || [ -d /var/cache/libdnf5 ] || return 127
  find /var/cache/dnf /var/cache/libdnf5 -maxdepth 3 -name repomd.xml -exec stat -c '%Y %n' {} + 2>/dev/null
}
dnf_advisories() {
  command -v dnf >/dev/null || return 127
  limited 60 dnf -q -C updateinfo list --all | head -n 1
}
updates_apk() {
  command -v apk >/dev/null || return 127
  limited 30 apk --no-network version -l '<'
}
apk_lists() {
  command -v apk >/dev/null || return 127
  find /var/cache/apk /etc/apk/cache /lib/apk/db -maxdepth 1 -name 'APKINDEX*' -exec stat -c '%Y %n' {} + 2>/dev/null
}
# Where packages come from, and what the package managers check of them.
package_sources() {
  set +f
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources /etc/apt/apt.conf /etc/apt/apt.conf.d/* \
    /etc/dpkg/dpkg.cfg /etc/dpkg/dpkg.cfg.d/* /etc/yum.repos.d/*.repo /etc/yum.conf /etc/dnf/dnf.conf /etc/zypp/repos.d/*.repo; do told_file "$file"; done
  set -f
  return 0
}

updates_sections() {
  section apt-lists 262144 apt_lists
  section apt-releases 262144 apt_releases
  section apt-signatures 262144 apt_signatures
  section package-sources 262144 package_sources
  section updates-dnf 1048576 updates_dnf
  section updates-dnf-all 1048576 updates_dnf_all
  section dnf-advisories 4096 dnf_advisories
  section dnf-lists 65536 dnf_lists
  section updates-apk 262144 updates_apk
  section apk-lists 65536 apk_lists
}
