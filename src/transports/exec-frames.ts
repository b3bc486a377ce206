/** What a process in a container wrote, apart by stream. */
export interface ExecOutput {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

const headBytes = 8;
const stderrCap = 64 * 1024;

/**
 * Takes apart what an engine sends of a process without a terminal: frames of a byte for the stream (1 standard output, 2
 * standard error), three zeros, four bytes of length, and so many bytes (Docker Engine API, "Attach to a container").
 */
export class ExecFrames {
  #rest: Buffer = Buffer.alloc(0);
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];
  #stderrBytes = 0;
  /** Bytes of standard output so far. */
  bytes = 0;
  /** Whether something came that is no frame. */
  broken = false;

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (!this.broken && this.#rest.length >= headBytes) {
      const [stream = 0, a, b, c] = this.#rest;
      if (stream > 2 || a !== 0 || b !== 0 || c !== 0) {
        this.broken = true;
        return;
      }
      const end = headBytes + this.#rest.readUInt32BE(4);
      // A frame may be larger than all that is wanted: what there is of it is taken at once.
      const part = this.#rest.subarray(headBytes, end);
      this.#take(stream, part);
      if (this.#rest.length < end) {
        const head = Buffer.from(this.#rest.subarray(0, headBytes));
        head.writeUInt32BE(end - this.#rest.length, 4);
        this.#rest = head;
        return;
      }
      this.#rest = this.#rest.subarray(end);
    }
  }

  get output(): ExecOutput {
    return { stdout: Buffer.concat(this.#stdout), stderr: Buffer.concat(this.#stderr) };
  }

  #take(stream: number, part: Buffer): void {
    if (stream === 1) {
      this.bytes += part.length;
      this.#stdout.push(part);
    } else if (stream === 2 && this.#stderrBytes < stderrCap) {
      this.#stderrBytes += part.length;
      this.#stderr.push(part.subarray(0, stderrCap));
    }
  }
}
