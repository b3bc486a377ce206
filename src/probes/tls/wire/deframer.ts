export interface TlsRecord {
  readonly type: number;
  readonly version: number;
  readonly content: Buffer;
}

/** Encrypted records may be this much longer than plain ones (RFC 5246 section 6.2.3). */
const maxContent = 16_384 + 2048;

/** Cuts a stream of bytes into records, as they come. Holds at most one record's bytes. */
export class Deframer {
  #parts: Buffer[] = [];
  #length = 0;
  /** Set once, and for good, where the bytes are not TLS records. */
  malformed: string | undefined;

  push(chunk: Buffer): readonly TlsRecord[] {
    if (this.malformed !== undefined || chunk.length === 0) return [];
    this.#parts.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted()) return [];
    const bytes = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts);
    const records: TlsRecord[] = [];
    let at = 0;
    while (bytes.length - at >= 5) {
      const type = bytes.readUInt8(at);
      const version = bytes.readUInt16BE(at + 1);
      const length = bytes.readUInt16BE(at + 3);
      this.malformed = wrong(type, version, length);
      if (this.malformed !== undefined) break;
      if (bytes.length - at - 5 < length) break;
      records.push({ type, version, content: bytes.subarray(at + 5, at + 5 + length) });
      at += 5 + length;
    }
    this.#parts = this.malformed === undefined && at < bytes.length ? [bytes.subarray(at)] : [];
    this.#length = this.malformed === undefined ? bytes.length - at : 0;
    return records;
  }

  /** How many bytes are needed before there is anything to cut; spares joining one-byte chunks over and over. */
  #wanted(): number {
    const [first] = this.#parts;
    if (first === undefined || first.length < 5) return 5;
    const length = first.readUInt16BE(3);
    // In what is no record there is nothing to wait for.
    if (wrong(first.readUInt8(0), first.readUInt16BE(1), length) !== undefined) return 0;
    return 5 + length;
  }
}

function wrong(type: number, version: number, length: number): string | undefined {
  if (type < 20 || type > 24) return `no TLS record starts with byte ${type}`;
  if (version >>> 8 !== 3) return `no TLS record has version 0x${version.toString(16).padStart(4, "0")}`;
  if (length > maxContent) return `a record of ${length} bytes is too long`;
  return undefined;
}
