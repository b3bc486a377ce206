/** Where each needle that occurs begins for the first time. */
export type Needles = ReadonlyMap<string, number>;

/**
 * Looks for many byte strings in one pass, and skips most bytes: the two bytes at the end of a window tell how far the
 * nearest place is at which any needle could end (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994).
 * Needles are Latin-1 and longer than one byte; the shortest decides how far it skips.
 */
export function needleSearch(needles: readonly string[]): (bytes: Uint8Array) => Needles {
  const window = Math.min(...needles.map((it) => it.length));
  if (window < 2) throw new Error("a needle has two bytes at least");
  const shifts = new Uint8Array(65_536).fill(Math.min(255, window - 1));
  const ending = new Map<number, { readonly needle: string; readonly bytes: Buffer }[]>();
  for (const needle of needles) {
    const bytes = Buffer.from(needle, "latin1");
    for (let end = 1; end < window; end++) {
      const block = blockAt(bytes, end);
      shifts[block] = Math.min(shifts[block] ?? 0, window - 1 - end);
      if (end === window - 1) ending.set(block, [...(ending.get(block) ?? []), { needle, bytes }]);
    }
  }
  return (bytes) => {
    const found = new Map<string, number>();
    let end = window - 1;
    while (end < bytes.length) {
      const block = blockAt(bytes, end);
      const shift = shifts[block] ?? 1;
      if (shift > 0) {
        end += shift;
        continue;
      }
      const start = end - window + 1;
      for (const it of ending.get(block) ?? [])
        if (!found.has(it.needle) && isAt(bytes, start, it.bytes)) found.set(it.needle, start);
      end++;
    }
    return found;
  };
}

const blockAt = (bytes: Uint8Array, end: number) => ((bytes[end - 1] ?? 0) << 8) | (bytes[end] ?? 0);

function isAt(bytes: Uint8Array, start: number, needle: Uint8Array): boolean {
  if (start + needle.length > bytes.length) return false;
  for (let i = 0; i < needle.length; i++) if (bytes[start + i] !== needle[i]) return false;
  return true;
}
