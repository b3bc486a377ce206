const nothing = Buffer.alloc(0);

/** Reads numbers and vectors from bytes; past the end it gives zeros and `failed` is set, instead of throwing. */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  failed = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Buffer {
    if (this.failed || length > this.left) {
      this.failed = true;
      return nothing;
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #number(size: 1 | 2 | 3): number {
    const bytes = this.take(size);
    return bytes.length === size ? bytes.readUIntBE(0, size) : 0;
  }

  u8(): number {
    return this.#number(1);
  }
  u16(): number {
    return this.#number(2);
  }
  u24(): number {
    return this.#number(3);
  }
  opaque8(): Buffer {
    return this.take(this.u8());
  }
  opaque16(): Buffer {
    return this.take(this.u16());
  }
  opaque24(): Buffer {
    return this.take(this.u24());
  }
}
