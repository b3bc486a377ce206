import type { LayerEntry } from "../collectors/collector.ts";
import { Column } from "./column.ts";
import { NameIndex } from "./name-index.ts";

const types = ["file", "folder", "symlink", "hardlink", "device", "fifo", "other"] as const;
const word = 2 ** 32;
const mostUint32 = word - 1;

/**
 * Entries side by side in arrays of numbers: an image may have two million of them. Entry 0 is the root; whoever is in a
 * folder knows it by the number of the entry that made it.
 */
export class EntryColumns {
  readonly names = new NameIndex();
  readonly #modeAndType = new Column();
  readonly #userId = new Column();
  readonly #groupId = new Column();
  readonly #layer = new Column();
  readonly #ordinal = new Column();
  readonly #modified = new Column();
  readonly #sizeLow = new Column();
  readonly #sizeHigh = new Column();
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
    this.#modeAndType.set(number, it.mode | (types.indexOf(it.type) << 16));
    this.#userId.set(number, fitting(it.userId));
    this.#groupId.set(number, fitting(it.groupId));
    this.#layer.set(number, it.layer);
    this.#ordinal.set(number, fitting(place));
    this.#modified.set(number, fitting(it.modified));
    this.#sizeLow.set(number, it.size % word);
    this.#sizeHigh.set(number, fitting(Math.floor(it.size / word)));
    if (it.target !== undefined) this.#targets.set(number, it.target);
    if (it.capability !== undefined) this.#capabilities.set(number, it.capability);
    if (linked !== undefined) this.#linked.set(number, this.#linked.get(linked) ?? linked);
    return number;
  }

  type(number: number): LayerEntry["type"] {
    return types[this.#modeAndType.get(this.content(number)) >>> 16] ?? "other";
  }

  layer(number: number): number {
    return this.#layer.get(number);
  }

  /** Its place in its layer. */
  ordinal(number: number): number {
    return this.#ordinal.get(number);
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
      mode: this.#modeAndType.get(from) & 0o7777,
      userId: this.#userId.get(from),
      groupId: this.#groupId.get(from),
      size: this.#sizeLow.get(from) + this.#sizeHigh.get(from) * word,
      modified: this.#modified.get(from),
      layer: this.layer(number),
    };
    if (type !== "symlink" && capability === undefined) return entry;
    return {
      ...entry,
      ...(type === "symlink" && { target: this.target(from) }),
      ...(capability !== undefined && { capability }),
    };
  }
}

/** What has no room, such as a date after 2106, becomes the largest number. */
const fitting = (value: number) => Math.min(value, mostUint32);
