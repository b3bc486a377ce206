import { addressBits, inRange, parseRange, type Range, width } from "./patterns.ts";

/** Addresses that nothing in the configuration tells apart, with one of them that stands for all. */
export interface SourceClass {
  /** Such as `10.0.0.0/8`, `10.0.0.0/8 (without 10.1.0.0/16)` or `elsewhere`. */
  readonly name: string;
  readonly address: string;
}

export interface SourceClasses {
  readonly classes: readonly SourceClass[];
  /** Patterns of addresses whose matches can't be told apart by ranges, of which only an example was asked about. */
  readonly exampled: readonly string[];
  /** Classes that were left out because there are too many. */
  readonly beyond: number;
}

/** More classes than this are not looked at. */
const most = 60;
/** Addresses for documentation, and some that nobody has reasons to name. */
const elsewhere = {
  4: ["192.0.2.1", "198.51.100.1", "203.0.113.1", "100.64.7.7"],
  6: ["2001:db8::1", "3fff::1", "5f00::1"],
};

/**
 * The classes into which lists of ranges and patterns divide all addresses: each range without those inside it, and what is
 * in none. A pattern of whole numbers with a star behind them (`10.1.*`) is a range; of any other an example stands for it.
 */
export function sourceClasses(lists: readonly string[]): SourceClasses {
  const ranges = new Map<string, Range>();
  const exampled = new Set<string>();
  for (const part of lists.flatMap((it) => it.split(",")).map((it) => it.replace(/^!/, ""))) {
    const range = asRange(part);
    if (range !== undefined) ranges.set(nameOf(range), range);
    else if (/[*?]/.test(part) && /^[0-9A-Fa-f.:*?]+$/.test(part) && /[0-9A-Fa-f]/.test(part)) exampled.add(part);
  }
  const all = [...ranges.values()].sort((a, b) => a.length - b.length);
  const classes: SourceClass[] = [];
  for (const family of [4, 6] as const) {
    const own = all.filter((it) => it.family === family);
    const found = elsewhere[family].find((it) => own.every((range) => !holds(range, it)));
    if (found !== undefined) classes.push({ name: family === 4 ? "elsewhere" : "elsewhere (IPv6)", address: found });
  }
  for (const range of all) {
    const inside = all.filter((it) => it !== range && within(it, range));
    const address = outside(range, inside);
    if (address === undefined) continue;
    const nearest = inside.filter((it) => !inside.some((other) => other !== it && within(it, other)));
    const without =
      nearest.length === 0
        ? ""
        : ` (without ${nearest.slice(0, 4).map(nameOf).join(", ")}${nearest.length > 4 ? " …" : ""})`;
    classes.push({ name: `${nameOf(range)}${without}`, address });
  }
  for (const pattern of exampled) {
    const address = pattern.replaceAll(/[*?]/g, "1");
    if (addressBits(address) !== undefined) classes.push({ name: `${pattern} (such as ${address})`, address });
  }
  return { classes: classes.slice(0, most), exampled: [...exampled], beyond: Math.max(0, classes.length - most) };
}

function asRange(text: string): Range | undefined {
  const range = parseRange(text);
  if (range !== undefined) return range === "inconsistent" ? undefined : range;
  const numbers = /^((?:\d{1,3}\.){1,3})\*$/.exec(text)?.[1]?.split(".").slice(0, -1);
  if (numbers === undefined) return undefined;
  const address = [...numbers, "0", "0", "0"].slice(0, 4).join(".");
  const found = parseRange(`${address}/${numbers.length * 8}`);
  return found === "inconsistent" ? undefined : found;
}

function holds(range: Range, address: string): boolean {
  const bits = addressBits(address);
  return bits !== undefined && inRange(bits, range);
}

function within(inner: Range, outer: Range): boolean {
  return (
    inner.family === outer.family &&
    inner.length > outer.length &&
    inRange({ family: inner.family, bits: inner.base }, outer)
  );
}

/** An address of a range that is in none of those inside it: its ends, or beside one of them. */
function outside(range: Range, inside: readonly Range[]): string | undefined {
  const size = (it: Range) => 1n << BigInt(width(it.family) - it.length);
  const candidates = [
    ...(size(range) > 2n ? [range.base + 1n] : []),
    range.base,
    range.base + size(range) - 1n,
    ...inside.flatMap((it) => [it.base - 1n, it.base + size(it)]),
  ];
  const found = candidates.find(
    (bits) =>
      inRange({ family: range.family, bits }, range) &&
      !inside.some((it) => inRange({ family: range.family, bits }, it)),
  );
  return found === undefined ? undefined : textOf(range.family, found);
}

function nameOf(range: Range): string {
  const address = textOf(range.family, range.base);
  return range.length === width(range.family) ? address : `${address}/${range.length}`;
}

function textOf(family: 4 | 6, bits: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((bits >> BigInt(112 - 16 * at)) & 65535n).toString(16));
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}
