import type { ApacheDirective } from "./apache-tree.ts";

/** A path of a site and the folder whose files it gives out; both end with a slash. */
export interface Mount {
  readonly url: string;
  readonly folder: string;
}

export const slashed = (path: string) => (path.endsWith("/") ? path : `${path}/`);
export const isGlob = (folder: string) => /[*?[]/.test(folder);

/** Folders that a site gives out by `Alias` and `DocumentRoot`. */
export function mountsOf(scope: readonly ApacheDirective[]): readonly Mount[] {
  const root = scope.findLast((it) => it.name === "documentroot")?.words[0];
  const aliases = scope
    .filter((it) => it.name === "alias")
    .map(({ words: [url = "", folder = ""] }) => ({ url, folder }));
  const all = [...aliases, ...(root === undefined ? [] : [{ url: "/", folder: root }])];
  return all.map(({ url, folder }) => ({ url: slashed(url), folder: slashed(folder) }));
}

/** The path of a site at which a folder is given out, if it is. */
export function urlOf(folder: string, mounts: readonly Mount[]): string | undefined {
  const mount = mounts.find((it) => slashed(folder).startsWith(it.folder));
  return mount === undefined ? undefined : mount.url + slashed(folder).slice(mount.folder.length);
}
