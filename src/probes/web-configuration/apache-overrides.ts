import { dirname, join, matchesGlob } from "node:path";
import { isGlob, mountsOf, slashed } from "./apache-mounts.ts";
import { type ApacheDirective, readApacheTree } from "./apache-tree.ts";

/** Where Apache httpd takes directives from files that lie among the content, `.htaccess` unless told. */
export interface OverridePlaces {
  readonly names: readonly string[];
  /** Folders whose own and deeper files count. */
  readonly folders: readonly string[];
  /** Folders above them, of which only their own files count. */
  readonly above: readonly string[];
}

/** Classes of AllowOverride that let a file map handlers or show listings, and their directives that we read. */
const classes: Readonly<Record<string, readonly string[]>> = {
  fileinfo: ["sethandler", "addhandler", "addtype", "addoutputfilter", "setoutputfilter", "action"],
  options: ["options", "xbithack"],
};
const all = Object.values(classes).flat();

/** Directives that files in a folder may hold, by the section of the deepest folder that says so (core, AllowOverride). */
function allowedIn(folder: string, scope: readonly ApacheDirective[]): ReadonlySet<string> {
  const blocks = scope
    .filter((it) => it.name === "directory" && it.words[0] !== "~" && covers(it.words[0] ?? "", folder))
    .sort((one, other) => (one.words[0] ?? "").length - (other.words[0] ?? "").length);
  const last = (name: string) =>
    blocks.flatMap((it) => it.inside.filter((inner) => inner.name === name)).at(-1)?.words ?? [];
  const words = last("allowoverride").map((it) => it.toLowerCase().replace(/=.*$/, ""));
  const listed = last("allowoverridelist").map((it) => it.toLowerCase());
  const named = words.flatMap((it) => (it === "all" ? all : (classes[it] ?? [])));
  return new Set([...named, ...listed.filter((it) => all.includes(it))]);
}

/** Whether a section of that folder, or of that wildcard, is about a folder or about one above it. */
function covers(section: string, folder: string): boolean {
  if (!isGlob(section)) return slashed(folder).startsWith(slashed(section));
  const pattern = section.replace(/(?<=.)\/$/, "");
  return ancestors(folder).some((it) => matchesGlob(it, pattern));
}

function ancestors(folder: string): readonly string[] {
  const found = [folder.replace(/(?<=.)\/$/, "")];
  while (found.length < 64 && found.at(-1) !== "/" && found.at(-1) !== ".") found.push(dirname(found.at(-1) ?? "/"));
  return found;
}

/** Where such files count in these sites, by their directives and those outside of them. */
export function overridePlaces(scopes: readonly (readonly ApacheDirective[])[]): OverridePlaces {
  const folders = new Set<string>();
  const above = new Set<string>();
  const names = new Set<string>();
  for (const scope of scopes) {
    const mounts = mountsOf(scope).map(({ folder }) => folder);
    const sections = scope.flatMap(({ name, words: [path = "~"] }) =>
      name === "directory" && path.startsWith("/") && !isGlob(path) ? [slashed(path)] : [],
    );
    // A wildcard may be about folders that nobody names; those of the content are looked through for it.
    const wild = scope.some((it) => it.name === "directory" && isGlob(it.words[0] ?? "") && allows(it));
    const inside = sections.filter((it) => mounts.some((mount) => it.startsWith(mount)));
    for (const folder of [...mounts, ...inside]) if (wild || allowedIn(folder, scope).size > 0) folders.add(folder);
    for (const mount of mounts)
      for (const it of ancestors(mount).slice(1)) if (allowedIn(it, scope).size > 0) above.add(it);
    const own = scope.findLast((it) => it.name === "accessfilename")?.words ?? [".htaccess"];
    for (const name of own) names.add(name);
  }
  const outermost = [...folders].filter((it) => ![...folders].some((other) => other !== it && it.startsWith(other)));
  return { names: [...names], folders: outermost.sort(), above: [...above].sort() };
}

const allows = ({ inside }: ApacheDirective): boolean =>
  inside.some((it) => it.name.startsWith("allowoverride") && !/^none$/i.test(it.words[0] ?? ""));

/** A site's directives with those of such files, each as a section of its folder; what is not allowed there is left out. */
export function withOverrides(
  scope: readonly ApacheDirective[],
  files: ReadonlyMap<string, string>,
  modules: readonly string[],
): readonly ApacheDirective[] {
  const mounts = mountsOf(scope);
  // In one order, however a folder gave them.
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const sections = sorted.flatMap(([path, text]): ApacheDirective[] => {
    const folder = slashed(dirname(path));
    const about = mounts.some((it) => folder.startsWith(it.folder) || it.folder.startsWith(folder));
    const allowed = about ? allowedIn(folder, scope) : new Set<string>();
    if (allowed.size === 0) return [];
    const inside = only(unconditional(readApacheTree(text.replaceAll(/\\\r?\n/g, " ")), modules), allowed);
    return [{ name: "directory", words: [join(folder, "/")], inside }];
  });
  return [...scope, ...sections];
}

/** Sections that ask for a module are gone, or their directives stand in their place; other conditions count as met. */
function unconditional(directives: readonly ApacheDirective[], modules: readonly string[]): readonly ApacheDirective[] {
  return directives.flatMap((it) => {
    const inside = unconditional(it.inside, modules);
    if (it.name !== "ifmodule") return [{ ...it, inside }];
    const [, not, name = ""] = /^(!?)(?:mod_)?(.*?)(?:\.c|_module)?$/.exec(it.words[0] ?? "") ?? [];
    return modules.includes(`${name}_module`) === (not === "") ? inside : [];
  });
}

function only(directives: readonly ApacheDirective[], allowed: ReadonlySet<string>): readonly ApacheDirective[] {
  return directives.flatMap((it) => {
    if (!all.includes(it.name)) return it.inside.length > 0 ? [{ ...it, inside: only(it.inside, allowed) }] : [];
    return allowed.has(it.name) ? [it] : [];
  });
}
