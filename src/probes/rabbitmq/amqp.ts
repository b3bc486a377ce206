/** What was heard is no AMQP 0-9-1, or is cut short where it may not be. */
export class AmqpFault extends Error {}

/** The first words of a client: protocol 0-9-1. */
export const protocolHeader = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);

/** A method of the class `connection`, which is all that is spoken before anybody is let in. */
export type ConnectionMethod =
  | {
      readonly is: "start";
      readonly mechanisms: readonly string[];
      /** What the server says of itself: those of its properties that are text. */
      readonly properties: ReadonlyMap<string, string>;
    }
  | { readonly is: "secure" }
  | { readonly is: "tune" }
  | { readonly is: "close"; readonly code: number; readonly text: string };

const longest = 128 * 1024;
const connection = 10;
const frameEnd = 0xce;

/** Reads the fields of a payload; every read past its end is a fault. */
class Fields {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Buffer {
    if (length > this.left) throw new AmqpFault("a frame that is too short");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  number(bytes: number): number {
    return this.take(bytes).readUIntBE(0, bytes);
  }

  short(): string {
    return this.take(this.number(1)).toString("utf8");
  }

  long(): Buffer {
    return this.take(this.number(4));
  }
}

/** Bytes of the values of a table whose length their type tells. */
const fixed: Readonly<Record<string, number>> = {
  ...{ t: 1, b: 1, B: 1, s: 2, U: 2, u: 2, I: 4, i: 4, f: 4, L: 8, l: 8, d: 8, T: 8, D: 5, V: 0 },
};

function textsOf(table: Buffer): ReadonlyMap<string, string> {
  const fields = new Fields(table);
  const texts = new Map<string, string>();
  while (fields.left > 0) {
    const name = fields.short();
    const type = fields.take(1).toString("latin1");
    const length = fixed[type];
    if (length !== undefined) fields.take(length);
    else if (!/^[SxAF]$/.test(type)) throw new AmqpFault("a table with a value of no type");
    else {
      const value = fields.long();
      if (type === "S") texts.set(name, value.toString("utf8").slice(0, 200));
    }
  }
  return texts;
}

/**
 * Takes the first frame out of what was heard: the method, and how many bytes it took; `undefined` while it isn't whole.
 *
 * @throws AmqpFault
 */
export function readMethod(heard: Buffer): { readonly method: ConnectionMethod; readonly bytes: number } | undefined {
  // A server of another version answers with its own header.
  const header = protocolHeader.subarray(0, Math.min(4, heard.length));
  if (heard.length > 0 && heard.subarray(0, 4).equals(header)) {
    if (heard.length < 8) return undefined;
    throw new AmqpFault(`it speaks version ${heard.subarray(5, 8).join("-")}`);
  }
  if (heard.length < 7) return undefined;
  const [type, length] = [heard[0], heard.readUInt32BE(3)];
  if (type !== 1 || heard.readUInt16BE(1) !== 0) throw new AmqpFault("no frame of a method");
  if (length > longest) throw new AmqpFault("a frame that is too long");
  if (heard.length < length + 8) return undefined;
  if (heard[length + 7] !== frameEnd) throw new AmqpFault("a frame without its end");
  return { method: methodOf(new Fields(heard.subarray(7, length + 7))), bytes: length + 8 };
}

function methodOf(fields: Fields): ConnectionMethod {
  const [of, number] = [fields.number(2), fields.number(2)];
  if (of !== connection) throw new AmqpFault("a method of another class");
  switch (number) {
    case 10: {
      fields.take(2);
      const properties = textsOf(fields.long());
      const mechanisms = fields.long().toString("latin1").slice(0, 1000).split(" ");
      return { is: "start", mechanisms: mechanisms.filter((it) => it !== ""), properties };
    }
    case 20:
      return { is: "secure" };
    case 30:
      return { is: "tune" };
    case 50:
      return { is: "close", code: fields.number(2), text: fields.short() };
    default:
      throw new AmqpFault("a method that has no place here");
  }
}

const shortString = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
};
const longString = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** Connection.Start-Ok. It asks to be told why it is refused, where the server would only hang up. */
export function startOk(mechanism: string, response: Buffer): Buffer {
  const able = Buffer.concat([shortString("authentication_failure_close"), Buffer.from("t\x01")]);
  const properties = Buffer.concat([
    ...[shortString("product"), Buffer.from("S"), longString(Buffer.from("holdfast"))],
    ...[shortString("capabilities"), Buffer.from("F"), longString(able)],
  ]);
  const payload = Buffer.concat([
    ...[Buffer.from([0, connection, 0, 11]), longString(properties)],
    ...[shortString(mechanism), longString(response), shortString("en_US")],
  ]);
  return Buffer.concat([Buffer.from([1, 0, 0]), longString(payload), Buffer.from([frameEnd])]);
}

/** The answer of the mechanism PLAIN (RFC 4616). */
export const plain = (user: string, password: string): Buffer => Buffer.from(`\0${user}\0${password}`);
