import { framedScript, quoted } from "./framed.ts";
import type { RunningServer } from "./processes.ts";

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

/** The options that a running nginx was started with, by their letters: `c`, `p` and `g`. */
export function nginxOptions({ words }: RunningServer): Readonly<Record<string, string>> {
  const flat = optionsOf(nginxWords(words), "cpge");
  return Object.fromEntries(flat.flatMap((it, at) => (at % 2 === 0 ? [[it.slice(1), flat[at + 1] ?? ""]] : [])));
}

/** Commands that tell the configuration of a running server, with its own options; by section. */
export function commandsFor(server: RunningServer): Readonly<Record<string, string>> {
  const { product, processId, program, folder, words } = server;
  const start = `cd ${quoted(folder)} && `;
  const run = (before: readonly string[], options: readonly string[]) =>
    start + [...before, program, ...options].map(quoted).join(" ");
  if (product === "nginx") return { [`config-${processId}`]: `${run([], ["-V"])} 2>&1` };
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
  return { [`config-${processId}`]: `${start}haproxy_files ${files}` };
}

/** HAProxy takes several files after one `-f`, and everything after `--` is a file. */
function filesOf(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  const named = optionsOf(end < 0 ? words : words.slice(0, end), "f").filter((_, at) => at % 2 === 1);
  return [...named, ...(end < 0 ? [] : words.slice(end + 1))];
}

/** One script that tells what these servers are configured for, or for nginx where its configuration is. */
export function configurationScript(servers: readonly RunningServer[]): string {
  return framedScript(Object.assign({}, ...servers.map(commandsFor)));
}
