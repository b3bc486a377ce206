import type { LayerEntry } from "../collectors/collector.ts";
import { Column } from "./column.ts";
import { EntryColumns } from "./entry-columns.ts";

const mostLinks = 40;
/** Deepest folder that links may lead below; no path is long enough to lead there without. */
const mostDepth = 2048;
const root = 0;

/**
 * The files of an image as its layers are put on top of each other, from the bottom. Entries are told by their number;
 * one that is hidden or replaced keeps its number.
 */
export class FileTree {
  readonly columns = new EntryColumns();
  /** First entry in a folder, next one in the same folder, and whether an entry was hidden: by number. */
  readonly #first = new Column();
  readonly #next = new Column();
  readonly #hidden = new Column();
  /** Folders that came again, by the number under which what is in them knows them. */
  readonly #again = new Map<number, number>();
  #lastFolder = { path: "", number: root };
  #steps = 0;

  /** How much was gone through so far, for whoever bounds that. */
  get steps(): number {
    return this.#steps;
  }

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
    const folder = this.find(slash < 0 ? "" : path.slice(0, slash), true);
    const number = folder === undefined ? undefined : this.#in(this.#known(folder), path.slice(slash + 1));
    if (number !== undefined) this.#hideLower(number, layer);
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
      for (const number of this.#below(folder)) {
        yield number;
        if (this.#isFolder(number)) folders.push(number);
      }
  }

  /** The entries of everything that is not hidden, in the same order; their paths are put together on the way. */
  *entries(): Generator<LayerEntry> {
    const folders = [{ number: root, before: "" }];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
      for (const number of this.#below(folder.number)) {
        const path = folder.before + this.columns.names.name(number);
        yield this.columns.entry(number, path);
        if (this.#isFolder(number)) folders.push({ number, before: `${path}/` });
      }
  }

  /** The number by which what is in a folder knows it. */
  #known(folder: number): number {
    return this.#again.get(folder) ?? folder;
  }

  *#below(folder: number): Generator<number> {
    for (let it = this.#first.get(this.#known(folder)); it !== 0; it = this.#next.get(it)) {
      this.#steps += 1;
      if (this.#hidden.get(it) === 0) yield it;
    }
  }

  #in(known: number, name: string): number | undefined {
    const number = this.columns.names.find(known, name);
    return number === undefined || this.#hidden.get(number) === 1 ? undefined : number;
  }

  #put(folder: number, name: string, entry: LayerEntry, ordinal: number, linked?: number): number {
    const known = this.#known(folder);
    const before = this.#in(known, name);
    const number = this.columns.add(known, name, entry, ordinal, linked);
    if (before !== undefined) {
      this.#hidden.set(before, 1);
      if (entry.type === "folder" && this.#isFolder(before)) this.#again.set(number, this.#known(before));
      this.#lastFolder = { path: "", number: root };
    }
    this.#next.set(number, this.#first.get(known));
    this.#first.set(known, number);
    return number;
  }

  /** The folder that an entry lies in, made where the layer has none; nothing where a file is in the way. */
  #folder(path: string, layer: number): number | undefined {
    if (path === this.#lastFolder.path) return this.#lastFolder.number;
    const how = { links: mostLinks, make: layer };
    const number = this.#walk(root, path, true, how);
    if (number === undefined || !this.#isFolder(number)) return undefined;
    if (how.links < mostLinks && this.#depth(number) > mostDepth) return undefined;

    this.#lastFolder = { path, number };
    return number;
  }

  #depth(number: number): number {
    let depth = 0;
    for (let at = number; at !== root && depth <= mostDepth; at = this.columns.names.folder(at)) depth += 1;
    return depth;
  }

  #isFolder(number: number): boolean {
    return this.columns.type(number) === "folder";
  }

  #walk(from: number, path: string, followLast: boolean, how: { links: number; make?: number }): number | undefined {
    let at = path.startsWith("/") ? root : from;
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    this.#steps += parts.length;
    for (const [i, part] of parts.entries()) {
      if (part === "..") {
        at = this.#above(at);
        continue;
      }
      if (!this.#isFolder(at)) return undefined;
      let next = this.#in(this.#known(at), part);
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

  /** The folder that something is in, as it is now. */
  #above(number: number): number {
    const known = this.columns.names.folder(number);
    return known === root
      ? root
      : (this.#in(this.columns.names.folder(known), this.columns.names.name(known)) ?? known);
  }

  /** Whether nothing is left of it. */
  #hideLower(number: number, layer: number): boolean {
    const left = this.#isFolder(number) ? this.#hideBelow(number, layer) : 0;
    if (left > 0 || this.columns.layer(number) >= layer) return false;
    this.#hidden.set(number, 1);
    return true;
  }

  /** How much is left in it. */
  #hideBelow(folder: number, layer: number): number {
    let left = 0;
    for (const number of this.#below(folder)) if (!this.#hideLower(number, layer)) left += 1;
    return left;
  }
}

/** A folder that no layer tells of although something lies in it. */
function implied(path: string, layer: number): LayerEntry {
  return { path, type: "folder", mode: 0o755, userId: 0, groupId: 0, size: 0, modified: 0, layer };
}
