/** What was heard is no packet of this protocol, or one cut short. */
export class WireFault extends Error {}

/** Reads the fields of a packet; every read past its end is a fault. */
export class Fields {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Buffer {
    if (length < 0 || length > this.left) throw new WireFault("a packet that is too short");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  number(bytes: number): number {
    return this.take(bytes).readUIntLE(0, bytes);
  }

  /** Up to a zero byte, which is taken too, or to the end. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) return this.take(this.left).toString("utf8");
    const text = this.take(end - this.#at).toString("utf8");
    this.#at += 1;
    return text;
  }

  /** A length-encoded integer; `null` stands for NULL. */
  length(): number | null {
    const first = this.number(1);
    if (first < 0xfb) return first;
    if (first === 0xfb) return null;
    if (first === 0xfc) return this.number(2);
    if (first === 0xfd) return this.number(3);
    if (first === 0xff) throw new WireFault("no length");
    const [low, high] = [this.number(4), this.number(4)];
    if (high !== 0) throw new WireFault("a length that is too large");
    return low;
  }

  value(): string | null {
    const length = this.length();
    return length === null ? null : this.take(length).toString("utf8");
  }
}

/** The first packet of a server (HandshakeV10), or the error that it sends instead. */
export type Greeting =
  | { readonly version: string; readonly salt: Buffer; readonly tls: boolean; readonly plugin: string }
  | ServerError;

/** An error packet. */
export interface ServerError {
  readonly code: number;
  readonly message: string;
}

export const capabilities = {
  longPassword: 1,
  protocol41: 0x200,
  tls: 0x800,
  secureConnection: 0x8000,
  pluginAuth: 0x80000,
} as const;
const saltBytes = 20;

/** @throws WireFault */
export function readError(packet: Buffer): ServerError {
  const fields = new Fields(packet.subarray(1));
  const code = fields.number(2);
  const rest = fields.take(fields.left).toString("utf8");
  return { code, message: rest.replace(/^#.{5}/, "").slice(0, 300) };
}

/** @throws WireFault */
export function readGreeting(packet: Buffer): Greeting {
  if (packet[0] === 0xff) return readError(packet);
  const fields = new Fields(packet);
  if (fields.number(1) !== 10) throw new WireFault("no greeting of MariaDB or MySQL");
  const named = fields.text();
  if (!/^\d+\.\d+[\w.+~:-]*$/.test(named)) throw new WireFault("no version in its greeting");
  fields.take(4);
  const first = fields.take(8);
  fields.take(1);
  const low = fields.number(2);
  fields.take(3);
  const flags = low + fields.number(2) * 0x10000;
  const length = fields.number(1);
  fields.take(10);
  const second = fields.take(Math.min(fields.left, Math.max(13, length - 8)));
  return {
    // MariaDB once put a version before its own that old replicas could bear.
    version: named.replace(/^5\.5\.5-(?=\d)/, "").slice(0, 100),
    salt: Buffer.concat([first, second]).subarray(0, saltBytes),
    tls: (flags & capabilities.tls) !== 0,
    plugin: fields.text(),
  };
}

/** Payload with its header of length and sequence number. */
export function frame(payload: Buffer, sequence: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header[3] = sequence & 0xff;
  return Buffer.concat([header, payload]);
}

/** The first words of a client: alone a request for TLS, with a user a login (HandshakeResponse41). */
export function hello(
  tls: boolean,
  login?: { readonly user: string; readonly proof: Buffer; readonly plugin: string },
): Buffer {
  const { longPassword, protocol41, secureConnection, pluginAuth } = capabilities;
  const head = Buffer.alloc(32);
  head.writeUInt32LE(longPassword + protocol41 + secureConnection + pluginAuth + (tls ? capabilities.tls : 0), 0);
  head.writeUInt32LE(0xffffff, 4);
  head[8] = 45;
  if (login === undefined) return head;
  const proof = Buffer.concat([Buffer.from([login.proof.length]), login.proof]);
  return Buffer.concat([head, Buffer.from(`${login.user}\0`), proof, Buffer.from(`${login.plugin}\0`)]);
}
