/** What a command says, quoted for a shell. */
export const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

const most = 4 * 1024 * 1024;

/**
 * One script that runs these commands, by section, framed as `splitSections` expects it. Of files it has two functions:
 * `tell_files FILE...` writes each as `file BYTES PATH`, a line break and its content, and `tell_matching PATTERN...`
 * does so with what the patterns of paths match; a name without wildcards must be there. `tell_named` does so with the
 * files of one name in and below folders.
 */
export function framedScript(commands: Readonly<Record<string, string>>): string {
  return `LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
newline='
'
section() {
  name=$1
  printf '\\036output %s ${most}\\n' "$name"
  said=$({ { $2 </dev/null 2>&3; printf '\\nexit=%s' "$?" >&3; } | tr '\\036' '?' | head -c ${most} >&5; } 3>&1 | tail -c 65536 | tr '\\036' '?')
  case $said in
    *exit=*) printf '\\036ended %s %s\\n%s' "$name" "\${said##*exit=}" "\${said%exit=*}" ;;
    *) printf '\\036ended %s 141\\n%s' "$name" "$said" ;;
  esac
}
tell_files() {
  for file in "$@"; do
    case $file in *"$newline"*) echo "a path with a line break in it is left out" >&2; return 2 ;; esac
    [ -f "$file" ] || { echo "$file is no file that can be read" >&2; return 2; }
    size=$(wc -c <"$file") || return
    printf 'file %s %s\\n' $size "$file"
    timeout 10 head -c $size "$file" || return
  done
}
tell_matching() {
  for pattern in "$@"; do
    case $pattern in
      *[*?[]*) ;;
      *) tell_files "$pattern" || return; continue ;;
    esac
    # With no separator of words only wildcards are expanded, and nothing else that stands in it.
    IFS=
    for match in $pattern; do [ ! -e "$match" ] || tell_files "$match" || return; done
    unset IFS
  done
}
tell_named() { # name, how many folders of which only their own file counts, all folders
  wanted=$1 above=$2
  shift 2
  # Folders that are not there hold nothing.
  count=$#
  while [ $count -gt 0 ]; do
    if [ $above -gt 0 ]; then [ ! -f "\${1%/}/$wanted" ] || tell_files "\${1%/}/$wanted" || return
    elif [ -d "$1" ]; then set -- "$@" "$1"; fi
    shift
    count=$((count - 1)) above=$((above - 1))
  done
  [ $# -gt 0 ] || return 0
  list=$(timeout 20 find "$@" -xdev -type f -name "$wanted") || return
  [ "$(printf '%s\n' "$list" | wc -l)" -le 1000 ] || { echo "more than 1000 files are named $wanted" >&2; return 2; }
  IFS=$newline
  set -f
  for found in $list; do tell_files "$found" || return; done
}
haproxy_files() {
  for file in "$@"; do
    if [ -d "$file" ]; then for one in "$file"/*.cfg; do [ -f "$one" ] && { cat "$one" || return; echo; }; done
    elif [ -f "$file" ]; then cat "$file" || return; echo
    else echo "$file is no file that can be read" >&2; return 2; fi
  done
}
${Object.entries(commands)
  .map(([name, command], at) => `ask${at}() { ${command}; }\n{ section ${name} ask${at}; } 5>&1`)
  .join("\n")}
printf '\\036end\\n'
`;
}

/** What `tell_files` wrote, by path; whatever is not framed so ends it. */
export function readFiles(bytes: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at);
    const head = /^file (\d{1,8}) (\/.*)$/.exec(bytes.subarray(at, end < 0 ? at : end).toString("utf8"));
    if (head === null) break;
    const [, size = "0", path = ""] = head;
    at = end + 1 + Number(size);
    if (!files.has(path)) files.set(path, bytes.subarray(end + 1, at).toString("utf8"));
  }
  return files;
}
