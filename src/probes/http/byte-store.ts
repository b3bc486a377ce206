/** Bytes that grow up to a limit; what is beyond it is not kept. */
export class ByteStore {
  #bytes = Buffer.alloc(0);
  #length = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** Appends what fits and gives how many bytes that were. */
  append(chunk: Uint8Array): number {
    const room = Math.min(chunk.length, this.#limit - this.#length);
    const needed = this.#length + room;
    if (needed > this.#bytes.length) {
      const grown = Buffer.alloc(Math.min(this.#limit, Math.max(needed, this.#bytes.length * 2, 256)));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    this.#bytes.set(chunk.subarray(0, room), this.#length);
    this.#length = needed;
    return room;
  }

  /** A copy of what was kept, or of the first so many bytes of it. */
  take(count = this.#length): Buffer {
    return Buffer.from(this.#bytes.subarray(0, Math.min(count, this.#length)));
  }

  clear(): void {
    this.#length = 0;
  }
}
