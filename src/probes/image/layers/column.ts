const bits = 14;
const partLength = 1 << bits;

/**
 * Numbers below 2³² by their place, 0 where none was set. It grows part by part, so that no copy is ever made of it; a part
 * of zeros alone takes nothing.
 */
export class Column {
  readonly #parts: (Uint32Array | undefined)[] = [];

  get(place: number): number {
    return this.#parts[place >>> bits]?.[place & (partLength - 1)] ?? 0;
  }

  set(place: number, value: number): void {
    const at = place >>> bits;
    let part = this.#parts[at];
    if (part === undefined) {
      if (value === 0) return;
      while (this.#parts.length < at) this.#parts.push(undefined);
      part = new Uint32Array(partLength);
      this.#parts[at] = part;
    }
    part[place & (partLength - 1)] = value;
  }
}
