import type { LayerEntry } from "../collectors/collector.ts";

const types = ["file", "folder", "symlink", "hardlink", "device", "fifo", "other"] as const;

/** Entries side by side in arrays of numbers: an image may have two million of them. */
export class EntryColumns {
  readonly #names: string[] = [];
  readonly #sameNames = new Map<string, string>();
  #whole = new Uint32Array(6 * 1024);
  #large = new Float64Array(2 * 1024);
  /** What few entries have. */
  readonly #targets = new Map<number, string>();
  readonly #capabilities = new Map<number, Buffer>();
  readonly #linked = new Map<number, number>();

  get length(): number {
    return this.#names.length;
  }

  /** @param linked number of the entry whose content a hard link shares */
  add(parent: number, name: string, it: LayerEntry, ordinal: number, linked?: number): number {
    const number = this.#names.length;
    this.#names.push(this.#same(name));
    const wide = number * 6;
    if (wide + 6 > this.#whole.length) {
      this.#whole = grown(this.#whole, new Uint32Array(this.#whole.length * 2));
      this.#large = grown(this.#large, new Float64Array(this.#large.length * 2));
    }
    this.#whole.set([parent, it.mode | (types.indexOf(it.type) << 16), it.userId, it.groupId, it.layer, ordinal], wide);
    this.#large.set([it.size, it.modified], number * 2);
    if (it.target !== undefined) this.#targets.set(number, it.target);
    if (it.capability !== undefined) this.#capabilities.set(number, it.capability);
    if (linked !== undefined) this.#linked.set(number, this.#linked.get(linked) ?? linked);
    return number;
  }

  name(number: number): string {
    return this.#names[number] ?? "";
  }

  parent(number: number): number {
    return this.#whole[number * 6] ?? 0;
  }

  type(number: number): LayerEntry["type"] {
    return types[(this.#whole[this.content(number) * 6 + 1] ?? 0) >>> 16] ?? "other";
  }

  layer(number: number): number {
    return this.#whole[number * 6 + 4] ?? 0;
  }

  /** Its place in its layer. */
  ordinal(number: number): number {
    return this.#whole[number * 6 + 5] ?? 0;
  }

  target(number: number): string {
    return this.#targets.get(this.content(number)) ?? "";
  }

  /** The entry that has its content: another one for a hard link. */
  content(number: number): number {
    return this.#linked.get(number) ?? number;
  }

  /** Numbers of the hard links. */
  links(): Iterable<number> {
    return this.#linked.keys();
  }

  path(number: number): string {
    const parts: string[] = [];
    for (let at = number; at !== 0; at = this.parent(at)) parts.push(this.name(at));
    return parts.reverse().join("/");
  }

  /** The entry as collectors see it: a hard link as the file that it is. */
  entry(number: number): LayerEntry {
    const from = this.content(number);
    const [, modeAndType = 0, userId = 0, groupId = 0] = this.#whole.subarray(from * 6, from * 6 + 4);
    const type = types[modeAndType >>> 16] ?? "other";
    const capability = this.#capabilities.get(from);
    return {
      ...{ path: this.path(number), type, mode: modeAndType & 0o7777, userId, groupId },
      size: this.#large[from * 2] ?? 0,
      modified: this.#large[from * 2 + 1] ?? 0,
      ...(type === "symlink" && { target: this.target(from) }),
      ...(capability !== undefined && { capability }),
      layer: this.layer(number),
    };
  }

  /** One string for all entries of that name, which holds no longer one alive that it was cut from. */
  #same(name: string): string {
    const known = this.#sameNames.get(name);
    if (known !== undefined) return known;
    const own = Buffer.from(name, "utf16le").toString("utf16le");
    this.#sameNames.set(own, own);
    return own;
  }
}

function grown<A extends Uint32Array | Float64Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
