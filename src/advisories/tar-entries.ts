export interface TarEntry {
  readonly name: string;
  /** Seconds since 1970. */
  readonly modified: number;
  readonly content: Buffer;
}

/** Entries of a ustar or GNU archive in memory, names as written; what is cut off or malformed ends it. */
export function* tarEntries(tar: Buffer): Generator<TarEntry> {
  for (let at = 0; at + 512 <= tar.length; ) {
    const text = (from: number, length: number) =>
      tar.toString("latin1", at + from, at + from + length).replace(/\0.*$/s, "");
    const size = Number.parseInt(text(124, 12), 8);
    if (!Number.isSafeInteger(size) || size < 0 || at + 512 + size > tar.length) return;
    const prefix = text(345, 155);
    const name =
      prefix !== "" && text(257, 6).startsWith("ustar") && tar[at + 263] === 0x30
        ? `${prefix}/${text(0, 100)}`
        : text(0, 100);
    const modified = Number.parseInt(text(136, 12), 8) || 0;
    yield { name, modified, content: tar.subarray(at + 512, at + 512 + size) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
