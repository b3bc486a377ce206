import type { RunningServer } from "./processes.ts";

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** Options of these letters with their values, be they joined or apart. */
function optionsOf(words: readonly string[], letters: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const letter = word[1] ?? "";
    if (!word.startsWith("-") || letter === "" || !letters.includes(letter)) continue;
    const value = word.length > 2 ? word.slice(2) : words[at + 1];
    if (word.length === 2) at += 1;
    if (value !== undefined) found.push(`-${letter}`, value);
  }
  return found;
}

/** The arguments of nginx, whose master writes them over with one line for `ps`. */
function nginxWords(words: readonly string[]): readonly string[] {
  const title = /^nginx: master process \S+ ?(.*)$/.exec(words[0] ?? "")?.[1];
  return title === undefined ? words.slice(1) : title.split(/ (?=-[a-zA-Z?])|(?<=^-[a-zA-Z]|\s-[a-zA-Z]) /);
}

/** Commands that tell the configuration of a running server, with its own options; by section. */
export function commandsFor(server: RunningServer): Readonly<Record<string, string>> {
  const { product, processId, program, folder, words } = server;
  const start = `cd ${quoted(folder)} && `;
  const run = (before: readonly string[], options: readonly string[]) =>
    start + [...before, program, ...options].map(quoted).join(" ");
  if (product === "nginx") return { [`config-${processId}`]: run([], ["-T", ...optionsOf(nginxWords(words), "cpge")]) };
  if (product === "apache") {
    const environment = ["env", "-i", "LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", ...server.variables];
    const own = optionsOf(words.slice(1), "fdDCc");
    // mod_info writes the configuration down; it is loaded into this one question, never into the running server.
    const module = `${server.modulesFolder ?? "/usr/lib/apache2/modules"}/mod_info.so`;
    return {
      [`modules-${processId}`]: run(environment, [...own, "-t", "-D", "DUMP_MODULES"]),
      [`config-${processId}`]: run(environment, [
        ...["-C", `LoadModule info_module "${module}"`],
        ...[...own, "-t", "-D", "DUMP_CONFIG"],
      ]),
    };
  }
  const files = filesOf(words.slice(1)).map(quoted).join(" ");
  return { [`config-${processId}`]: `${start}files ${files}` };
}

/** HAProxy takes several files after one `-f`, and everything after `--` is a file. */
function filesOf(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  const named = optionsOf(end < 0 ? words : words.slice(0, end), "f").filter((_, at) => at % 2 === 1);
  return [...named, ...(end < 0 ? [] : words.slice(end + 1))];
}

/** One script that tells the configurations of all these servers, framed as `splitSections` expects it. */
export function configurationScript(servers: readonly RunningServer[]): string {
  const commands = servers.flatMap((it) => Object.entries(commandsFor(it)));
  return `LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
section() {
  name=$1
  printf '\\036output %s 4194304\\n' "$name"
  said=$({ { $2 </dev/null 2>&3; printf '\\nexit=%s' "$?" >&3; } | tr '\\036' '?' | head -c 4194304 >&5; } 3>&1 | tail -c 65536 | tr '\\036' '?')
  case $said in
    *exit=*) printf '\\036ended %s %s\\n%s' "$name" "\${said##*exit=}" "\${said%exit=*}" ;;
    *) printf '\\036ended %s 141\\n%s' "$name" "$said" ;;
  esac
}
files() {
  for file in "$@"; do
    if [ -d "$file" ]; then for one in "$file"/*.cfg; do [ -f "$one" ] && { cat "$one" || return; echo; }; done
    elif [ -f "$file" ]; then cat "$file" || return; echo
    else echo "$file is no file that can be read" >&2; return 2; fi
  done
}
${commands.map(([name, command], at) => `ask${at}() { ${command}; }\n{ section ${name} ask${at}; } 5>&1`).join("\n")}
printf '\\036end\\n'
`;
}
