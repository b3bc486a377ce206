import { randomInt } from "node:crypto";
import { Column } from "./column.ts";
import { nameHash } from "./name-hash.ts";

const emptySlot = 0;
/** Another in every run, so that nobody can write an image whose names all meet in one slot. No fact depends on it. */
const seed = randomInt(2 ** 32);

/**
 * Finds entries by the folder they are in and their name. Names lie one after the other in one buffer: a million strings and
 * maps of them would take several times as much memory.
 */
export class NameIndex {
  #text = Buffer.allocUnsafeSlow(64 * 1024);
  #textEnd = 0;
  /** Where the name of each entry begins in the text; it ends where the next one begins. */
  readonly #starts = new Column();
  readonly #hashes = new Column();
  readonly #folders = new Column();
  #count = 0;
  /** Numbers of entries by hash, with 0 for an empty slot; at most half of them are taken. */
  #slots = new Uint32Array(16 * 1024);
  #taken = 0;

  /** Adds the next entry, which from now on is the one that is found. */
  add(folder: number, name: string): number {
    const number = this.#count;
    this.#makeRoom(name.length * 3);
    this.#starts.set(number, this.#textEnd);
    this.#textEnd += this.#text.write(name, this.#textEnd, "utf8");
    this.#starts.set(number + 1, this.#textEnd);
    this.#hashes.set(number, nameHash(seed, folder, name));
    this.#folders.set(number, folder);
    this.#count += 1;
    if (number !== emptySlot) this.#place(folder, name, number);
    return number;
  }

  name(number: number): string {
    return this.#text.toString("utf8", this.#starts.get(number), this.#starts.get(number + 1));
  }

  folder(number: number): number {
    return this.#folders.get(number);
  }

  /** The last entry that was added under this name. */
  find(folder: number, name: string): number | undefined {
    const number = this.#slots[this.#slotOf(folder, name)] ?? emptySlot;
    return number === emptySlot ? undefined : number;
  }

  #place(folder: number, name: string, number: number): void {
    const slot = this.#slotOf(folder, name);
    if (this.#slots[slot] === emptySlot) this.#taken += 1;
    this.#slots[slot] = number;
    if (this.#taken * 2 < this.#slots.length) return;
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (const it of before)
      if (it !== emptySlot) {
        let at = this.#hashes.get(it) & (this.#slots.length - 1);
        while (this.#slots[at] !== emptySlot) at = (at + 1) & (this.#slots.length - 1);
        this.#slots[at] = it;
      }
  }

  #slotOf(folder: number, name: string): number {
    const hash = nameHash(seed, folder, name);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let it = this.#slots[slot] ?? 0; it !== emptySlot; it = this.#slots[slot] ?? 0) {
      if (this.#hashes.get(it) === hash && this.#folders.get(it) === folder && this.name(it) === name) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #makeRoom(bytes: number): void {
    if (this.#textEnd + bytes <= this.#text.length) return;
    const text = Buffer.allocUnsafeSlow(Math.ceil(this.#text.length * 1.5) + bytes);
    this.#text.copy(text, 0, 0, this.#textEnd);
    this.#text = text;
  }
}
