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
  const look = (bytes: Uint8Array, end: number, found: Map<string, number>) => {
    const start = end - window + 1;
    for (const it of ending.get(blockAt(bytes, end)) ?? [])
      if (start < (found.get(it.needle) ?? Number.POSITIVE_INFINITY) && isAt(bytes, start, it.bytes))
        found.set(it.needle, start);
  };
  const searchOn = (bytes: Uint8Array, from: number, to: number, found: Map<string, number>) => {
    for (let end = from; end < to; ) {
      const shift = shifts[blockAt(bytes, end)] ?? 1;
      if (shift === 0) look(bytes, end, found);
      end += shift || 1;
    }
  };
  return (bytes) => {
    const found = new Map<string, number>();
    // Each step waits for the one before it: two searches side by side, one in each half, take little longer than one.
    const half = Math.max(window - 1, bytes.length >>> 1);
    let first = window - 1;
    let second = half;
    while (first < half && second < bytes.length) {
      const shift = shifts[blockAt(bytes, first)] ?? 1;
      const other = shifts[blockAt(bytes, second)] ?? 1;
      if (shift === 0) look(bytes, first, found);
      if (other === 0) look(bytes, second, found);
      first += shift || 1;
      second += other || 1;
    }
    searchOn(bytes, first, Math.min(half, bytes.length), found);
    searchOn(bytes, second, bytes.length, found);
    return found;
  };
}

const blockAt = (bytes: Uint8Array, end: number) => ((bytes[end - 1] ?? 0) << 8) | (bytes[end] ?? 0);

function isAt(bytes: Uint8Array, start: number, needle: Uint8Array): boolean {
  if (start + needle.length > bytes.length) return false;
  for (let i = 0; i < needle.length; i++) if (bytes[start + i] !== needle[i]) return false;
  return true;
}
