import type { LayerEntry } from "../collectors/collector.ts";
import type { FileTree } from "./file-tree.ts";

/** What a container sees, as a map by path; its entries are made when they are asked for, for there may be millions. */
export class VisibleEntries implements ReadonlyMap<string, LayerEntry> {
  readonly #tree: FileTree;
  readonly size: number;

  constructor(tree: FileTree) {
    this.#tree = tree;
    this.size = tree.visible().reduce((sum) => sum + 1, 0);
  }

  get(path: string): LayerEntry | undefined {
    // An entry has one path; one through a link leads to another entry's.
    const number = path === "" ? undefined : this.#tree.find(path, false);
    const entry = number === undefined ? undefined : this.#tree.columns.entry(number);
    return entry?.path === path ? entry : undefined;
  }

  has(path: string): boolean {
    return this.get(path) !== undefined;
  }

  forEach(each: (entry: LayerEntry, path: string, map: ReadonlyMap<string, LayerEntry>) => void): void {
    for (const [path, entry] of this) each(entry, path, this);
  }

  *entries(): MapIterator<[string, LayerEntry]> {
    for (const entry of this.values()) yield [entry.path, entry];
  }

  *keys(): MapIterator<string> {
    for (const number of this.#tree.visible()) yield this.#tree.columns.path(number);
  }

  *values(): MapIterator<LayerEntry> {
    yield* this.#tree.entries();
  }

  [Symbol.iterator](): MapIterator<[string, LayerEntry]> {
    return this.entries();
  }
}
