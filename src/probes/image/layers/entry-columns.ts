import type { LayerEntry } from "../collectors/collector.ts";
import { Column } from "./column.ts";
import { NameIndex } from "./name-index.ts";

const types = ["file", "folder", "symlink", "hardlink", "device", "fifo", "other"] as const;
/** Numbers that are kept of each entry. */
const width = 8;
const [modeAndType, userId, groupId, layer, ordinal, modified, sizeLow, sizeHigh] = [0, 1, 2, 3, 4, 5, 6, 7];
const word = 2 ** 32;
const mostUint32 = word - 1;

/**
 * Entries side by side in arrays of numbers: an image may have two million of them. Entry 0 is the root; whoever is in a
 * folder knows it by the number of the entry that made it.
 */
export class EntryColumns {
  readonly names = new NameIndex();
  readonly #numbers = new Column();
  #length = 0;
  /** What few entries have. */
  readonly #targets = new Map<number, string>();
  readonly #capabilities = new Map<number, Buffer>();
  readonly #linked = new Map<number, number>();

  get length(): number {
    return this.#length;
  }

  /** @param linked number of the entry whose content a hard link shares */
  add(folder: number, name: string, it: LayerEntry, place: number, linked?: number): number {
    const number = this.names.add(folder, name);
    this.#length = number + 1;
    this.#set(number, modeAndType, it.mode | (types.indexOf(it.type) << 16));
    this.#set(number, userId, it.userId);
    this.#set(number, groupId, it.groupId);
    this.#set(number, layer, it.layer);
    this.#set(number, ordinal, place);
    this.#set(number, modified, it.modified);
    this.#set(number, sizeLow, it.size % word);
    this.#set(number, sizeHigh, Math.floor(it.size / word));
    if (it.target !== undefined) this.#targets.set(number, it.target);
    if (it.capability !== undefined) this.#capabilities.set(number, it.capability);
    if (linked !== undefined) this.#linked.set(number, this.#linked.get(linked) ?? linked);
    return number;
  }

  type(number: number): LayerEntry["type"] {
    return types[this.#get(this.content(number), modeAndType) >>> 16] ?? "other";
  }

  layer(number: number): number {
    return this.#get(number, layer);
  }

  /** Its place in its layer. */
  ordinal(number: number): number {
    return this.#get(number, ordinal);
  }

  target(number: number): string {
    return this.#targets.get(this.content(number)) ?? "";
  }

  /** The entry that has its content: another one for a hard link. */
  content(number: number): number {
    return this.#linked.size === 0 ? number : (this.#linked.get(number) ?? number);
  }

  /** Numbers of the hard links. */
  links(): Iterable<number> {
    return this.#linked.keys();
  }

  path(number: number): string {
    let path = "";
    for (let at = number; at !== 0; at = this.names.folder(at)) {
      const name = this.names.name(at);
      path = path === "" ? name : `${name}/${path}`;
    }
    return path;
  }

  /** The entry as collectors see it: a hard link as the file that it is. */
  entry(number: number, path = this.path(number)): LayerEntry {
    const from = this.content(number);
    const capability = this.#capabilities.get(from);
    const type = this.type(number);
    const entry = {
      path,
      type,
      mode: this.#get(from, modeAndType) & 0o7777,
      userId: this.#get(from, userId),
      groupId: this.#get(from, groupId),
      size: this.#get(from, sizeLow) + this.#get(from, sizeHigh) * word,
      modified: this.#get(from, modified),
      layer: this.layer(number),
    };
    if (type !== "symlink" && capability === undefined) return entry;
    return {
      ...entry,
      ...(type === "symlink" && { target: this.target(from) }),
      ...(capability !== undefined && { capability }),
    };
  }

  #get(number: number, column: number): number {
    return this.#numbers.get(number * width + column);
  }

  /** What has no room, such as a date after 2106, becomes the largest number. */
  #set(number: number, column: number, value: number): void {
    this.#numbers.set(number * width + column, Math.min(value, mostUint32));
  }
}
