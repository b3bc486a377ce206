import { type Der, tags } from "./der.ts";

/** Encodes one element of DER. */
export function derOf(tag: number, ...parts: readonly (Buffer | Der)[]): Buffer {
  const body = Buffer.concat(parts.map((it) => (Buffer.isBuffer(it) ? it : it.whole)));
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const bytes = length.subarray(length.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.of(tag, 0x80 | bytes.length), bytes, body]);
}

/** Encodes a sequence. */
export const sequenceOf = (...parts: readonly (Buffer | Der)[]): Buffer => derOf(tags.sequence, ...parts);

/** Encodes an object identifier of dotted decimals. */
export function oidBytes(dotted: string): Buffer {
  const [top = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [top * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return derOf(tags.oid, Buffer.from(bytes));
}
