const bits = 14;
const partLength = 1 << bits;

/** Numbers below 2³² by their place, 0 where none was set. It grows part by part, so that no copy is ever made of it. */
export class Column {
  readonly #parts: Uint32Array[] = [];

  get(place: number): number {
    return this.#parts[place >>> bits]?.[place & (partLength - 1)] ?? 0;
  }

  set(place: number, value: number): void {
    const at = place >>> bits;
    for (let length = this.#parts.length; length <= at; length += 1) this.#parts.push(new Uint32Array(partLength));
    const part = this.#parts[at];
    if (part !== undefined) part[place & (partLength - 1)] = value;
  }
}
