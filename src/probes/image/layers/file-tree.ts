import type { LayerEntry } from "../collectors/collector.ts";
import { EntryColumns } from "./entry-columns.ts";

const mostLinks = 40;
const root = 0;

/**
 * The files of an image as its layers are put on top of each other, from the bottom. Entries are told by their number;
 * one that is hidden or replaced keeps its number.
 */
export class FileTree {
  readonly columns = new EntryColumns();
  /** Names below each folder. */
  readonly #below = new Map<number, Map<string, number>>();
  #lastFolder = { path: "", number: root };

  constructor() {
    this.columns.add(root, "", implied("", 0), 0);
  }

  /**
   * Puts an entry into the tree: it replaces what is there, except that a folder keeps what is in it.
   *
   * @param ordinal its place in its layer
   * @returns its number, or nothing where no system could unpack it: below a file, or a hard link to nothing
   */
  add(entry: LayerEntry, ordinal: number): number | undefined {
    if (entry.path === "") return undefined;
    const slash = entry.path.lastIndexOf("/");
    const parent = this.#folder(slash < 0 ? "" : entry.path.slice(0, slash), entry.layer);
    if (parent === undefined) return undefined;
    const name = entry.path.slice(slash + 1);
    const linked = entry.type === "hardlink" ? this.find(entry.target ?? "", false) : undefined;
    if (entry.type === "hardlink" && linked === undefined) return undefined;
    return this.#put(parent, name, entry, ordinal, linked);
  }

  /** Hides what lower layers have at a path. */
  whiteOut(path: string, layer: number): void {
    const slash = path.lastIndexOf("/");
    const parent = this.find(slash < 0 ? "" : path.slice(0, slash), true);
    const below = parent === undefined ? undefined : this.#below.get(parent);
    const number = below?.get(path.slice(slash + 1));
    if (below !== undefined && number !== undefined && this.#hideLower(number, layer))
      below.delete(path.slice(slash + 1));
    this.#lastFolder = { path: "", number: root };
  }

  /** Hides whatever lower layers have in a folder. */
  makeOpaque(path: string, layer: number): void {
    const folder = this.find(path, true);
    if (folder !== undefined) this.#hideBelow(folder, layer);
    this.#lastFolder = { path: "", number: root };
  }

  /** Number of what is at a path now; symbolic links on the way are followed, and the last one where asked. */
  find(path: string, followLast: boolean): number | undefined {
    return this.#walk(root, path, followLast, { links: mostLinks });
  }

  /** Numbers of everything that is not hidden, folders before what is in them. */
  *visible(): Generator<number> {
    const folders = [root];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
      for (const number of this.#below.get(folder)?.values() ?? []) {
        yield number;
        if (this.#below.has(number)) folders.push(number);
      }
  }

  #put(parent: number, name: string, entry: LayerEntry, ordinal: number, linked?: number): number {
    const below = this.#below.get(parent) ?? new Map<string, number>();
    this.#below.set(parent, below);
    const before = below.get(name);
    const number = this.columns.add(parent, name, entry, ordinal, linked);
    if (before !== undefined) {
      const children = this.#below.get(before);
      this.#below.delete(before);
      if (entry.type === "folder" && children !== undefined) this.#below.set(number, children);
      this.#lastFolder = { path: "", number: root };
    }
    below.set(this.columns.name(number), number);
    return number;
  }

  /** The folder that an entry lies in, made where the layer has none; nothing where a file is in the way. */
  #folder(path: string, layer: number): number | undefined {
    if (path === this.#lastFolder.path) return this.#lastFolder.number;
    const number = this.#walk(root, path, true, { links: mostLinks, make: layer });
    if (number === undefined || !this.#isFolder(number)) return undefined;
    this.#lastFolder = { path, number };
    return number;
  }

  #isFolder(number: number): boolean {
    return this.columns.type(number) === "folder";
  }

  #walk(from: number, path: string, followLast: boolean, how: { links: number; make?: number }): number | undefined {
    let at = path.startsWith("/") ? root : from;
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    for (const [i, part] of parts.entries()) {
      if (part === "..") {
        at = this.columns.parent(at);
        continue;
      }
      if (!this.#isFolder(at)) return undefined;
      let next = this.#below.get(at)?.get(part);
      if (next === undefined) {
        if (how.make === undefined) return undefined;
        next = this.#put(at, part, implied(part, how.make), -1);
      } else if (this.columns.type(next) === "symlink" && (followLast || i < parts.length - 1)) {
        how.links -= 1;
        if (how.links < 0) return undefined;
        next = this.#walk(at, this.columns.target(next), true, how);
        if (next === undefined) return undefined;
      }
      at = next;
    }
    return at;
  }

  /** Whether nothing is left of it. */
  #hideLower(number: number, layer: number): boolean {
    const left = this.#hideBelow(number, layer);
    return this.columns.layer(number) < layer && left === 0;
  }

  /** How much is left in it. */
  #hideBelow(folder: number, layer: number): number {
    const below = this.#below.get(folder);
    if (below === undefined) return 0;
    for (const [name, number] of below) if (this.#hideLower(number, layer)) below.delete(name);
    return below.size;
  }
}

/** A folder that no layer tells of although something lies in it. */
function implied(path: string, layer: number): LayerEntry {
  return { path, type: "folder", mode: 0o755, userId: 0, groupId: 0, size: 0, modified: 0, layer };
}
