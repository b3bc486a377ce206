/** Big-endian numbers and length-prefixed vectors of the TLS presentation language (RFC 8446 section 3). */
export function u8(value: number): Buffer {
  return Buffer.from([value]);
}
export function u16(value: number): Buffer {
  return Buffer.from([value >>> 8, value & 0xff]);
}
export function u24(value: number): Buffer {
  return Buffer.from([(value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
}
export function opaque8(data: Buffer): Buffer {
  return Buffer.concat([u8(data.length), data]);
}
export function opaque16(data: Buffer): Buffer {
  return Buffer.concat([u16(data.length), data]);
}
/** Two-byte numbers behind their length in bytes. */
export function u16List(values: readonly number[]): Buffer {
  return opaque16(Buffer.concat(values.map(u16)));
}
