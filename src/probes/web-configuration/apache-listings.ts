import { isGlob, mountsOf, slashed, urlOf } from "./apache-mounts.ts";
import type { ApacheDirective } from "./apache-tree.ts";
import { type StaticFinding, siteName } from "./configured.ts";
import type { WebSite } from "./facts.ts";

/** Whether a section's Options say something of listings. */
function indexesIn(directives: readonly ApacheDirective[]): boolean | undefined {
  let on: boolean | undefined;
  for (const { name, words } of directives) {
    if (name !== "options") continue;
    // Without signs the options are set anew, and what isn't named is off.
    if (words.some((it) => !/^[+-]/.test(it))) on = false;
    for (const word of words) if (/^[+-]?(?:Indexes|All)$/i.test(word)) on = !word.startsWith("-");
  }
  return on;
}

/** Folders and locations of one site in which Apache httpd lists what is there (mod_autoindex). */
export function apacheListings(at: WebSite, scope: readonly ApacheDirective[], modules: readonly string[]) {
  if (!modules.includes("autoindex_module")) return [];
  const head = {
    site: siteName(at),
    kind: "listing" as const,
    handler: "autoindex",
    extensions: [],
    restrictedTo: [],
    at,
  };
  const mounts = mountsOf(scope);
  const all = scope.filter((it) => it.name === "directory" && it.words[0] !== "~");
  const blocks = all
    .filter(({ words }) => !isGlob(words[0] ?? ""))
    .map(({ words, inside }) => ({ folder: slashed(words[0] ?? ""), on: indexesIn(inside) }))
    .sort((one, other) => one.folder.length - other.folder.length);
  const listed = (folder: string) =>
    blocks.filter((it) => folder.startsWith(it.folder) && it.on !== undefined).at(-1)?.on ?? indexesIn(scope) ?? false;
  const inside = blocks.flatMap(({ folder }) => {
    const url = urlOf(folder, mounts);
    return url === undefined ? [] : [{ url, folder }];
  });
  const seen = new Set<string>();
  const found: StaticFinding[] = [...mounts, ...inside].flatMap(({ url, folder }) => {
    if (seen.has(url) || !listed(folder)) return [];
    seen.add(url);
    return [{ ...head, location: url, request: encodeURI(url) }];
  });
  for (const { name, words, inside: within } of scope) {
    if (indexesIn(within) !== true) continue;
    const [path = ""] = words;
    if (name === "location" && path !== "~") found.push({ ...head, location: path, request: slashed(path) });
    // A pattern or a wildcard names no one path that could be asked for.
    else if (name.endsWith("match") || path === "~" || isGlob(path)) found.push({ ...head, location: words.join(" ") });
  }
  return found;
}
