# Tells what this machine is and how it is set up. Reads only: it writes no file, changes nothing, and opens no connection.
# (Where there is dnf, dnf itself adds a line to its log for each question, as it does for everybody.)
# Each section is framed by the byte 0x1E, which is taken out of whatever a section prints:
#   0x1E output NAME LIMIT \n (bytes) 0x1E ended NAME EXIT \n (standard error) ... 0x1E end \n
# Arguments: --password-hashes where these may be told, then further folders in which files with secrets are looked for.
set -f
LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL PATH
umask 077
newline='
'
separator=$(printf '\036')

# In the foreground, since in a process group of its own a command would outlive this script when that is stopped.
limited() { # seconds command...
  # shellcheck disable=SC2086
  if [ -n "$has_timeout" ]; then timeout $in_foreground $with_kill "$@"; else shift; "$@"; fi
  ended=$?
  # What had to be killed took too long as well.
  [ $ended -ne 137 ] || return 124
  return $ended
}
# For whatever looks at places that users or file servers govern.
look_seconds=5
# Where remote file systems are mounted: whoever only looks at one whose server is gone may wait for ever.
remote_mounts() {
  written=$(awk '$2 != "/" && ($3 ~ /^(nfs4?|cifs|smb3?|smbfs|9p|afs|autofs|ceph|coda|davfs|gfs2?|glusterfs|gpfs|lustre|ncpfs|ocfs2|beegfs)$/ ||
    $3 ~ /^fuse\.(sshfs|glusterfs|ceph|s3fs|rclone|curlftpfs|davfs2?|goofys|gcsfuse|mfs|juicefs|cephfs|nfs)/) && $2 !~ /\\012/ {gsub(/\\/, "\\0", $2); print $2}' /proc/mounts)
  printf '%b\n' "$written"
}
away() { # path: whether it is on one of them
  IFS=$newline
  for mount in $remote; do case $1/ in "$mount"/*) unset IFS; return ;; esac; done
  unset IFS
  return 1
}

section() { # name limit function arguments...
  name=$1 limit=$2
  shift 2
  printf '\036output %s %s\n' "$name" "$limit"
  said=$({ { "$@" </dev/null 2>&3; printf '\nexit=%s' "$?" >&3; } | tr '\036' '?' | head -c "$limit" >&5; } 3>&1 | tail -c 65536)
  # Another program for each section would be ninety of them.
  case $said in *"$separator"*) said=$(printf '%s' "$said" | tr '\036' '?') ;; esac
  case $said in
    *exit=*) printf '\036ended %s %s\n%s' "$name" "${said##*exit=}" "${said%exit=*}" ;;
    *) printf '\036ended %s 141\n%s' "$name" "$said" ;;
  esac
}
