import { dirname, isAbsolute, join, matchesGlob, resolve } from "node:path";
import { TroubleError } from "../../transports/trouble.ts";
import { type Directive, readDirectives } from "../neighbourhood/nginx.ts";

const deepest = 10;
const mostFiles = 1000;
const mostIncludes = 5000;

/** The files of an nginx by their paths; the first is the main one. */
export type NginxFiles = ReadonlyMap<string, string>;

/** The main file of an nginx by its options and by what `nginx -V` says it was built for (nginx(8)). */
export function mainFile(built: string, options: Readonly<Record<string, string>>, folder: string): string {
  const path = (name: string) => new RegExp(`(?:^|\\s)'?--${name}=([^\\s']+)`).exec(built)?.[1];
  const prefix = resolve(folder, options["p"] ?? path("prefix") ?? "/usr/local/nginx");
  return resolve(prefix, options["c"] ?? path("conf-path") ?? "conf/nginx.conf");
}

const named = (pattern: string, main: string) => (isAbsolute(pattern) ? pattern : join(dirname(main), pattern));

/** What these directives include, as patterns of absolute paths. */
function includesOf(directives: readonly Directive[], main: string): readonly string[] {
  return directives.flatMap(({ words, inside }) => [
    ...(words[0] === "include" && words[1] !== undefined ? [named(words[1], main)] : []),
    ...includesOf(inside, main),
  ]);
}

/**
 * The main file and all that it includes. They are read by us, since `nginx -T` creates the log files, folders and the
 * file with its process id that the configuration names and that are not there.
 * @param further - directives besides, from the option `-g`
 * @param ask - gives the files that these patterns of paths match
 * @throws TroubleError when a file can't be read, or there are too many
 */
export async function collectNginx(
  main: string,
  further: string,
  ask: (patterns: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<NginxFiles> {
  const files = new Map<string, string>();
  const asked = new Set<string>();
  let wanted: readonly string[] = [main];
  for (let depth = 0; wanted.length > 0; depth += 1) {
    if (depth > deepest || files.size > mostFiles) throw new TroubleError(tooMany);
    for (const pattern of wanted) asked.add(pattern);
    const found = [...(await ask(wanted))].filter(([path]) => !files.has(path));
    for (const [path, text] of found) files.set(path, path === main ? `${text}\n${further}` : text);
    const next = found
      .flatMap(([path]) => files.get(path) ?? [])
      .flatMap((text) => includesOf(readDirectives(text), main));
    wanted = [...new Set(next)].filter((it) => !asked.has(it));
  }
  return files;
}

const tooMany = {
  kind: "budget",
  message: `the configuration has more than ${mostFiles} files, or includes deeper than ${deepest}`,
  wouldVerify: "look by hand: too much of it",
} as const;

/** The directives of the main file with the included files in the places where they are included. */
export function withIncludes(files: NginxFiles): readonly Directive[] {
  const parsed = new Map<string, readonly Directive[]>();
  const [main] = files.keys();
  if (main === undefined) return [];
  const ofFile = (path: string): readonly Directive[] => {
    const known = parsed.get(path) ?? readDirectives(files.get(path) ?? "");
    parsed.set(path, known);
    return known;
  };
  let includes = 0;
  const expand = (directives: readonly Directive[], depth: number): readonly Directive[] =>
    directives.flatMap((it) => {
      if (it.words[0] !== "include")
        return it.inside.length === 0 ? [it] : [{ ...it, inside: expand(it.inside, depth) }];
      includes += 1;
      if (depth >= deepest || includes > mostIncludes) return [];
      const pattern = named(it.words[1] ?? "", main);
      const included = files.has(pattern)
        ? [pattern]
        : [...files.keys()].filter((path) => matchesGlob(path, pattern)).sort();
      return included.flatMap((path) => expand(ofFile(path), depth + 1));
    });
  return expand(ofFile(main), 0);
}
