import { createHash } from "node:crypto";
import type { ImageView, LayerEntry, Noted } from "./collector.ts";
import { databaseLimit, isPackageDatabase, type PackagedFile, readPackageDatabase } from "./packages/installed.ts";

/** Files that a database, or a list beside it, says a package owns. */
export interface OwnedFiles {
  readonly package?: string;
  readonly files: readonly (PackagedFile & { readonly package?: string })[];
}

const list = /^var\/lib\/dpkg\/info\/([^/]+?)(?::[^/.]+)?\.(list|md5sums)$/;
const distroless = /^var\/lib\/dpkg\/status\.d\/([^/]+)\.md5sums$/;
const listLimit = 16 * 1024 * 1024;

/** How much is wanted of files that tell which package owns a file; 0 for all others. */
export function wantsOwners(entry: LayerEntry): number {
  if (entry.type !== "file") return 0;
  if (entry.path.startsWith("var/lib/dpkg/") && (list.test(entry.path) || distroless.test(entry.path)))
    return listLimit;
  return isPackageDatabase(entry.path) ? databaseLimit : 0;
}

/** What was read already: several collectors ask for the same lists, and hold them once. */
const readLists = new WeakMap<LayerEntry, OwnedFiles>();

/** Reads such a file. */
export function ownedFiles(entry: LayerEntry, content: Buffer): OwnedFiles {
  const known = readLists.get(entry);
  if (known !== undefined) return known;
  const owned = readOwnedFiles(entry.path, content);
  readLists.set(entry, owned);
  return owned;
}

function readOwnedFiles(path: string, content: Buffer): OwnedFiles {
  const [, name, kind] = list.exec(path) ?? distroless.exec(path) ?? [];
  if (name === undefined) {
    const { packages } = readPackageDatabase(path, content);
    return { files: packages.flatMap((it) => (it.files ?? []).map((file) => ({ ...file, package: it.name }))) };
  }
  const lines = content.toString("utf8").split("\n");
  if (kind === "list")
    return { package: name, files: lines.filter((it) => it.length > 1).map((it) => ({ path: it.slice(1) })) };
  return {
    package: name,
    files: lines.flatMap((line) => {
      const found = /^([0-9a-f]{32}) {1,2}(?:\.?\/)?(.+)$/.exec(line);
      return found === null
        ? []
        : [{ path: found[2] ?? "", digest: { algorithm: "md5", hex: found[1] ?? "" } as const }];
    }),
  };
}

/** Which package owns a file, and whether the file is as that shipped it. */
export interface PackagedFiles {
  readonly owner: (path: string) => string | undefined;
  /** @param digest gives the file's own digest in hex */
  readonly isAsShipped: (path: string, digest: (algorithm: string) => string | undefined) => boolean;
}

/** Where a system keeps /bin and others as links into /usr, packages still name files by the old paths. */
const merged = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

/** The index that the lists of an image gave last; without hidden lists it is the same for all collectors. */
const indexes = new WeakMap<ImageView<unknown>["entries"], { owned: readonly OwnedFiles[]; index: PackagedFiles }>();

export function packagedFiles(owned: readonly OwnedFiles[], view: ImageView<unknown>): PackagedFiles {
  const last = indexes.get(view.entries);
  if (last?.owned.length === owned.length && last.owned.every((it, i) => it === owned[i])) return last.index;
  const index = indexOf(owned, view);
  indexes.set(view.entries, { owned, index });
  return index;
}

function indexOf(owned: readonly OwnedFiles[], view: ImageView<unknown>): PackagedFiles {
  const links = new Set(merged.filter((it) => view.entries.get(it)?.type === "symlink"));
  const normal = (path: string) => {
    const slash = path.indexOf("/");
    return slash > 0 && links.has(path.slice(0, slash)) ? `usr/${path}` : path;
  };
  const byPath = new Map<string, { package: string; digests: NonNullable<PackagedFile["digest"]>[] }>();
  for (const { package: whole, files } of owned)
    for (const file of files) {
      const path = normal(file.path);
      const known = byPath.get(path) ?? { package: file.package ?? whole ?? "", digests: [] };
      if (file.digest !== undefined) known.digests.push(file.digest);
      byPath.set(path, known);
    }
  return {
    owner: (path) => byPath.get(normal(path))?.package,
    isAsShipped: (path, digest) =>
      (byPath.get(normal(path))?.digests ?? []).some((it) => digest(it.algorithm) === it.hex),
  };
}

/** Digests by which packages know their files, of one file's content. */
export function digestsOf(content: Buffer): Readonly<Record<string, string>> {
  const hex = (algorithm: string) => createHash(algorithm).update(content).digest("hex");
  return { md5: hex("md5"), sha1: hex("sha1"), sha256: hex("sha256") };
}

/** The lists among what a collector noted. */
export function ownersAmong<N extends { readonly owned?: OwnedFiles }>(
  notes: readonly Noted<N>[],
): readonly OwnedFiles[] {
  return notes.flatMap(({ note }) => (note.owned === undefined ? [] : [note.owned]));
}
