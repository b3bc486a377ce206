/** Values of rpm tags by number: numbers for integers, strings for texts. */
export type RpmHeader = ReadonlyMap<number, readonly (string | number)[]>;

const maxEntries = 65_536;

/**
 * A header as rpm's database holds it: two counts, an index of 16 bytes an entry (tag, type, offset, count), then the data,
 * all big-endian (rpm's "Package format" manual). Only the wanted tags are read.
 */
export function readRpmHeader(blob: Buffer, wanted: ReadonlySet<number>): RpmHeader {
  const header = new Map<number, readonly (string | number)[]>();
  if (blob.length < 8) return header;
  const entries = Math.min(blob.readUInt32BE(0), maxEntries, Math.floor((blob.length - 8) / 16));
  const data = blob.subarray(8 + blob.readUInt32BE(0) * 16);
  for (let i = 0; i < entries; i++) {
    const at = 8 + i * 16;
    const tag = blob.readUInt32BE(at);
    if (!wanted.has(tag)) continue;
    const [type, offset, count] = [blob.readUInt32BE(at + 4), blob.readUInt32BE(at + 8), blob.readUInt32BE(at + 12)];
    header.set(tag, values(data, type, offset, count));
  }
  return header;
}

/** Type 4 is a 32-bit integer; 6, 8 and 9 are texts that end with a zero byte. */
function values(data: Buffer, type: number, offset: number, count: number): readonly (string | number)[] {
  const found: (string | number)[] = [];
  if (type === 4) {
    for (let i = 0; i < count && offset + i * 4 + 4 <= data.length; i++) found.push(data.readUInt32BE(offset + i * 4));
    return found;
  }
  if (type !== 6 && type !== 8 && type !== 9) return found;
  for (let at = offset; found.length < count && at < data.length; ) {
    const end = data.indexOf(0, at);
    if (end < 0) break;
    found.push(data.toString("utf8", at, end));
    at = end + 1;
  }
  return found;
}
