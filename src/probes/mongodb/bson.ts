/** What was heard is no BSON (bsonspec.org), or deeper or longer than is listened to. */
export class BsonFault extends Error {}

export type Value = string | number | boolean | null | Buffer | Date | readonly Value[] | Document;
export interface Document {
  readonly [name: string]: Value;
}

const deepest = 20;

/** @throws BsonFault */
export function readDocument(bytes: Buffer, depth = 0): Document {
  return Object.fromEntries(membersOf(bytes, depth));
}

function membersOf(bytes: Buffer, depth: number): readonly (readonly [string, Value])[] {
  if (depth > deepest) throw new BsonFault("documents too deep in one another");
  if (bytes.length < 5 || bytes.readInt32LE(0) !== bytes.length || bytes.at(-1) !== 0)
    throw new BsonFault("a document of another length");
  const members: (readonly [string, Value])[] = [];
  let at = 4;
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > bytes.length - 1) throw new BsonFault("a document that is cut short");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const text = (): string => {
    const end = bytes.indexOf(0, at);
    if (end < 0 || end >= bytes.length) throw new BsonFault("a name without an end");
    const found = bytes.toString("utf8", at, end);
    at = end + 1;
    return found;
  };
  const sized = (): Buffer => take(take(4).readInt32LE(0));
  const nested = (): Buffer => {
    const length = bytes.length - at < 4 ? 0 : bytes.readInt32LE(at);
    return take(length);
  };
  while (at < bytes.length - 1) {
    const type = take(1)[0];
    const name = text();
    const value = (): Value => {
      switch (type) {
        case 0x01:
          return take(8).readDoubleLE(0);
        case 0x02:
        case 0x0d:
        case 0x0e:
          return sized().toString("utf8").replace(/\0$/, "");
        case 0x03:
          return readDocument(nested(), depth + 1);
        case 0x04:
          return membersOf(nested(), depth + 1).map(([, it]) => it);
        case 0x05: {
          const length = take(4).readInt32LE(0);
          take(1);
          return take(length);
        }
        case 0x07:
          return take(12);
        case 0x08:
          return take(1)[0] === 1;
        case 0x09: {
          const at = Number(take(8).readBigInt64LE(0));
          return Math.abs(at) < 8e15 ? new Date(at) : null;
        }
        case 0x06:
        case 0x0a:
        case 0x7f:
        case 0xff:
          return null;
        case 0x10:
          return take(4).readInt32LE(0);
        case 0x11:
        case 0x12:
          return Number(take(8).readBigInt64LE(0));
        case 0x13:
          return take(16);
        case 0x0b:
          text();
          text();
          return null;
        default:
          throw new BsonFault("a value of no type");
      }
    };
    members.push([name, value()]);
  }
  return members;
}

/** Writes what commands are made of; members keep their order, of which the first is the command. */
export function writeDocument(document: Document): Buffer {
  const members = Object.entries(document).map(([name, value]) => {
    const [type, bytes] = written(value);
    return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), bytes]);
  });
  const body = Buffer.concat([...members, Buffer.from([0])]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function written(value: Value): readonly [number, Buffer] {
  if (typeof value === "string") {
    const text = Buffer.from(`${value}\0`);
    return [0x02, Buffer.concat([int32(text.length), text])];
  }
  if (typeof value === "number") return [0x10, int32(value)];
  if (typeof value === "boolean") return [0x08, Buffer.from([value ? 1 : 0])];
  if (value === null) return [0x0a, Buffer.alloc(0)];
  if (Buffer.isBuffer(value)) return [0x05, Buffer.concat([int32(value.length), Buffer.from([0]), value])];
  if (value instanceof Date) {
    const at = Buffer.alloc(8);
    at.writeBigInt64LE(BigInt(value.getTime()));
    return [0x09, at];
  }
  return Array.isArray(value)
    ? [0x04, writeDocument(Object.fromEntries(value.map((it, at) => [`${at}`, it])))]
    : [0x03, writeDocument(value as Document)];
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
