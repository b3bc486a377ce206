import { dirname, isAbsolute, join, matchesGlob } from "node:path";
import type { Directive } from "../neighbourhood/nginx.ts";

const deepest = 10;
const mostIncludes = 5000;

/** The files of `nginx -T`, each under a line with its path; the first is the main one. */
function filesOf(dump: string): ReadonlyMap<string, string> {
  const parts = dump.split(/^# configuration file (.+):$/m);
  const files = new Map<string, string>();
  for (let at = 1; at + 1 < parts.length; at += 2) {
    const [path = "", text = ""] = [parts[at], parts[at + 1]];
    if (!files.has(path)) files.set(path, text);
  }
  return files;
}

/** The directives of a dump with the included files in the places where they are included. */
export function withIncludes(dump: string, read: (text: string) => readonly Directive[]): readonly Directive[] {
  const files = filesOf(dump);
  const parsed = new Map<string, readonly Directive[]>();
  const [main] = files.keys();
  if (main === undefined) return [];
  const ofFile = (path: string): readonly Directive[] => {
    const known = parsed.get(path) ?? read(files.get(path) ?? "");
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
      const written = it.words[1] ?? "";
      const pattern = isAbsolute(written) ? written : join(dirname(main), written);
      const included = files.has(pattern)
        ? [pattern]
        : [...files.keys()].filter((path) => matchesGlob(path, pattern)).sort();
      return included.flatMap((path) => expand(ofFile(path), depth + 1));
    });
  return expand(ofFile(main), 0);
}
