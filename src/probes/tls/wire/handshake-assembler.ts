export interface HandshakeMessage {
  readonly type: number;
  readonly body: Buffer;
}

const maxMessage = 256 * 1024;

/** Puts handshake messages together from the contents of records. Holds at most one message's bytes. */
export class HandshakeAssembler {
  #parts: Buffer[] = [];
  #length = 0;
  malformed: string | undefined;

  push(content: Buffer): readonly HandshakeMessage[] {
    if (this.malformed !== undefined || content.length === 0) return [];
    this.#parts.push(content);
    this.#length += content.length;
    const messages: HandshakeMessage[] = [];
    for (;;) {
      const header = this.#header();
      if (header === undefined) break;
      const length = header.readUIntBE(1, 3);
      if (length > maxMessage) {
        this.malformed = `a handshake message of ${length} bytes is too long`;
        this.#parts = [];
        break;
      }
      if (this.#length < 4 + length) break;
      const bytes = Buffer.concat(this.#parts);
      messages.push({ type: bytes.readUInt8(0), body: bytes.subarray(4, 4 + length) });
      const rest = bytes.subarray(4 + length);
      this.#parts = rest.length > 0 ? [rest] : [];
      this.#length = rest.length;
    }
    return messages;
  }

  #header(): Buffer | undefined {
    if (this.#length < 4) return undefined;
    const [first] = this.#parts;
    if (first !== undefined && first.length >= 4) return first;
    this.#parts = [Buffer.concat(this.#parts)];
    return this.#parts[0];
  }
}
