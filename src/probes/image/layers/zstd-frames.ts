type Part = "magic" | "skip-size" | "descriptor" | "header" | "block" | "pass" | "checksum";

/**
 * Finds where frames of zstd end (RFC 8878 section 3.1), as the bytes pass. Layers that can be fetched in pieces consist of
 * thousands of frames, and the decompressor leaves out what follows a frame in the same write.
 */
class FrameEnds {
  #part: Part = "magic";
  /** Bytes of the part that are still to come, and the number (little-endian) that those before them make. */
  #left = 4;
  #value = 0;
  #shift = 0;
  #afterPass: Part = "magic";
  #hasChecksum = false;

  /** Index after the frame's last byte, or of the chunk's end where the frame goes on. */
  next(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      const isNumber = this.#part !== "pass" && this.#part !== "header" && this.#part !== "checksum";
      const taken = isNumber ? 1 : Math.min(this.#left, chunk.length - at);
      if (isNumber) {
        this.#value += (chunk[at] ?? 0) * 2 ** this.#shift;
        this.#shift += 8;
      }
      at += taken;
      this.#left -= taken;
      if (this.#left === 0 && this.#over()) return at;
    }
    return at;
  }

  /** Goes to the next part; gives whether the frame is over. */
  #over(): boolean {
    const value = this.#value;
    switch (this.#part) {
      case "magic":
        return (value & 0xfffffff0) >>> 0 === 0x184d2a50 ? this.#go("skip-size", 4) : this.#go("descriptor", 1);
      case "skip-size":
        this.#afterPass = "magic";
        return this.#go("pass", value);
      case "descriptor":
        return this.#descriptor(value);
      case "header":
        return this.#go("block", 3);
      case "block": {
        const isLast = (value & 1) === 1;
        const size = (value & 6) === 2 ? 1 : value >>> 3;
        this.#afterPass = !isLast ? "block" : this.#hasChecksum ? "checksum" : "magic";
        return this.#go("pass", size);
      }
      case "pass":
        return this.#go(this.#afterPass, this.#afterPass === "block" ? 3 : 4, this.#afterPass === "magic");
      default:
        return this.#go("magic", 4, true);
    }
  }

  #descriptor(value: number): boolean {
    const isSingle = (value & 0x20) !== 0;
    this.#hasChecksum = (value & 4) !== 0;
    const dictionary = [0, 1, 2, 4][value & 3] ?? 0;
    const content = [isSingle ? 1 : 0, 2, 4, 8][value >>> 6] ?? 0;
    return this.#go("header", (isSingle ? 0 : 1) + dictionary + content);
  }

  #go(part: Part, bytes: number, isOver = false): boolean {
    this.#part = part;
    this.#left = bytes;
    this.#value = 0;
    this.#shift = 0;
    return isOver || (bytes === 0 && this.#over());
  }
}

/** The same bytes, in chunks of which none goes beyond the end of a frame. */
export async function* zstdFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const ends = new FrameEnds();
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; ) {
      const end = ends.next(chunk, at);
      yield chunk.subarray(at, end);
      at = end;
    }
}
