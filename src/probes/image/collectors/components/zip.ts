import { inflateRawSync } from "node:zlib";

/** A file inside a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  /** Its content, at most `limit` bytes; nothing where it is larger, encrypted or garbled. */
  readonly read: (limit: number) => Buffer | undefined;
}

const mostEntries = 100_000;
const endMark = 0x06054b50;
const entryMark = 0x02014b50;

/** Entries by the archive's own directory at its end (APPNOTE.TXT 4.3.12); nothing where there is none. */
export function zipEntries(file: Buffer): readonly ZipEntry[] | undefined {
  let end = file.length - 22;
  const lowest = Math.max(0, file.length - 22 - 65_535);
  while (end >= lowest && file.readUInt32LE(end) !== endMark) end--;
  if (end < lowest) return undefined;
  const count = Math.min(file.readUInt16LE(end + 10), mostEntries);
  let at = file.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  while (entries.length < count && at + 46 <= file.length && file.readUInt32LE(at) === entryMark) {
    const [nameLength, extra, comment] = [28, 30, 32].map((it) => file.readUInt16LE(at + it)) as [
      number,
      number,
      number,
    ];
    const name = file.toString("utf8", at + 46, at + 46 + nameLength);
    const method = file.readUInt16LE(at + 10);
    const size = file.readUInt32LE(at + 20);
    const place = file.readUInt32LE(at + 42);
    entries.push({ name, read: (limit) => content(file, { method, size, place }, limit) });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function content(
  file: Buffer,
  { method, size, place }: { readonly method: number; readonly size: number; readonly place: number },
  limit: number,
): Buffer | undefined {
  if (place + 30 > file.length) return undefined;
  const start = place + 30 + file.readUInt16LE(place + 26) + file.readUInt16LE(place + 28);
  const packed = file.subarray(start, start + size);
  if (method === 0) return packed.length <= limit ? packed : undefined;
  if (method !== 8) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: limit });
  } catch {
    return undefined;
  }
}
