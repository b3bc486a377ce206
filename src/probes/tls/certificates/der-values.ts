import { type Der, tags } from "./der.ts";

/** An object identifier in dotted decimals; empty where the element is none. */
export function oidOf(it: Der | undefined): string {
  if (it?.tag !== tags.oid || it.body.length > 64) return "";
  const arcs: number[] = [];
  let value = 0;
  for (const byte of it.body) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(value);
    value = 0;
  }
  const [head = 0, ...rest] = arcs;
  const top = Math.min(2, Math.floor(head / 40));
  return [top, head - top * 40, ...rest].join(".");
}

/** A non-negative integer of at most six bytes. */
export function numberOf(it: Der | undefined): number | undefined {
  if (it?.tag !== tags.integer && it?.tag !== tags.enumerated) return undefined;
  const { length } = it.body;
  if (length < 1 || length > 6 || (it.body[0] ?? 0) > 0x7f) return undefined;
  return it.body.readUIntBE(0, length);
}

/** The bytes of a bit string; `undefined` where it is none. */
export function bitsOf(it: Der | undefined): Buffer | undefined {
  if (it?.tag !== tags.bitString || it.body.length < 1 || (it.body[0] ?? 8) > 7) return undefined;
  return it.body.subarray(1);
}

/** Whether the bit of that number is set, the first bit being the highest of the first byte. */
export function hasBit(bits: Buffer, number: number): boolean {
  return ((bits[number >> 3] ?? 0) & (0x80 >> (number & 7))) !== 0;
}

const shortYear = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/;
const longYear = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/;

/** A UTCTime or GeneralizedTime in UTC (RFC 5280 section 4.1.2.5): years 50 to 99 are of the last century. */
export function timeOf(it: Der | undefined): Date | undefined {
  if ((it?.tag !== tags.utcTime && it?.tag !== tags.generalizedTime) || it.body.length > 32) return undefined;
  const isShort = it.tag === tags.utcTime;
  const parts = (isShort ? shortYear : longYear).exec(it.body.toString("latin1"));
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const century = !isShort ? 0 : year < 50 ? 2000 : 1900;
  return new Date(Date.UTC(century + year, month - 1, day, hour, minute, second));
}
