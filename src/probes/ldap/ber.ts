/** What was heard is no BER of LDAP (RFC 4511 section 5.1), or larger than is listened to. */
export class BerFault extends Error {}

/** One element: its tag and what is in it. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

const longest = 4 * 1024 * 1024;

/**
 * Takes the first element out of bytes, with how many it took; `undefined` while it isn't whole. Lengths are definite, and
 * tags of one byte, as LDAP has them.
 *
 * @throws BerFault
 */
export function readElement(bytes: Buffer): (Element & { readonly bytes: number }) | undefined {
  const [tag, first] = bytes;
  if (tag === undefined) return undefined;
  if ((tag & 0x1f) === 0x1f) throw new BerFault("a tag of several bytes");
  if (first === undefined) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || count > 4) throw new BerFault("a length that makes no sense");
  if (bytes.length < 2 + count) return undefined;
  const length = count === 0 ? first : bytes.readUIntBE(2, count);
  if (length > longest) throw new BerFault("an element that is too long");
  const end = 2 + count + length;
  return bytes.length < end ? undefined : { tag, content: bytes.subarray(2 + count, end), bytes: end };
}

/** The elements in one another's row. @throws BerFault where the last is cut short */
export function elementsOf(content: Buffer): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; at < content.length; ) {
    const element = readElement(content.subarray(at));
    if (element === undefined) throw new BerFault("an element that is cut short");
    found.push(element);
    at += element.bytes;
  }
  return found;
}

/** @throws BerFault */
export function integerOf({ content }: Element): number {
  if (content.length === 0 || content.length > 4) throw new BerFault("a number that makes no sense");
  return content.readIntBE(0, content.length);
}

export function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat([...parts]);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return Buffer.concat([Buffer.from([tag, 0x84]), head, content]);
}

export const octets = (text: string, tag = 0x04): Buffer => element(tag, Buffer.from(text));
export const integer = (value: number, tag = 0x02): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return element(tag, bytes);
};
