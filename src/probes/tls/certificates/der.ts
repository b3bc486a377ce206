/** One element of DER (X.690): its tag byte, its content, and its whole encoding. */
export interface Der {
  readonly tag: number;
  readonly body: Buffer;
  readonly whole: Buffer;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** More elements side by side than any honest certificate has; lists of revoked certificates are walked instead. */
const mostChildren = 4096;

/** The element that starts at `at`; `undefined` where its bytes don't make one. Never throws. */
export function elementAt(bytes: Buffer, at: number): Der | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const size = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || size > 4 || at + 2 + size > bytes.length) return undefined;
  const start = at + 2 + size;
  const end = start + (size === 0 ? first : bytes.readUIntBE(at + 2, size));
  if (end > bytes.length) return undefined;
  return { tag, body: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

/** The one element that these bytes are, to the last byte. */
export function readDer(bytes: Buffer): Der | undefined {
  const it = elementAt(bytes, 0);
  return it?.whole.length === bytes.length ? it : undefined;
}

/** Walks the elements of a content one by one; ends early where the bytes make no sense. */
export function* elementsIn(body: Buffer): Generator<Der, boolean> {
  let at = 0;
  while (at < body.length) {
    const it = elementAt(body, at);
    if (it === undefined) return false;
    yield it;
    at += it.whole.length;
  }
  return true;
}

/** The elements inside a constructed one; none where it isn't constructed, or where any of them is broken. */
export function childrenOf(it: Der | undefined): readonly Der[] {
  if (it === undefined || (it.tag & 0x20) === 0) return [];
  const found: Der[] = [];
  const walk = elementsIn(it.body);
  let step = walk.next();
  while (!step.done) {
    if (found.length >= mostChildren) return [];
    found.push(step.value);
    step = walk.next();
  }
  return step.value ? found : [];
}

/** The element inside an explicitly tagged one or inside an octet string. */
export function inside(it: Der | undefined): Der | undefined {
  return it && readDer(it.body);
}
