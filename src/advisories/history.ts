import type { Trouble } from "../transports/trouble.ts";
import type { Cache } from "./cache.ts";
import { fetchWhole } from "./fetch.ts";
import type { SuiteList } from "./suite-list.ts";

/** Where the files of one suite are read from: a mirror, or a copy of one day. */
export interface SuiteFiles {
  read(path: string, maxBytes: number): Promise<Buffer | Trouble>;
  /** When they were fetched. */
  readonly fetchedAt: Date;
}

export interface HistoryOptions {
  readonly cache?: Cache;
  readonly timeoutMs: number;
  readonly now: Date;
  readonly signal?: AbortSignal;
}

/** What a suite offers now, and what copies of earlier days say it offered then; oldest copy first. */
export interface SuiteHistory {
  readonly now: SuiteList | Trouble;
  readonly earlier: readonly SuiteList[];
}

/** Copies of more days than this are not read: a year of weekly assessments, or two months of daily ones. */
const mostCopies = 60;

/**
 * What a suite offers: from its mirror, or where that can't be reached from the newest copy, whose age is told. What
 * came from the mirror and verified is kept as the copy of its day.
 *
 * @param base - URL below which the files of the suite are
 * @param read - reads and verifies one suite from its files
 */
export async function suiteHistory(
  base: string,
  read: (files: SuiteFiles) => Promise<SuiteList | Trouble>,
  options: HistoryOptions,
): Promise<SuiteHistory> {
  const fetched = new Map<string, Buffer>();
  const fresh = await read({
    fetchedAt: options.now,
    read: async (path, maxBytes) => {
      const limits = { timeoutMs: options.timeoutMs, maxBytes, ...(options.signal && { signal: options.signal }) };
      const bytes = await fetchWhole(`${base}/${path}`, limits);
      if (!("kind" in bytes)) fetched.set(path, bytes);
      return bytes;
    },
  });
  const { cache } = options;
  if (cache === undefined) return { now: fresh, earlier: [] };
  const today = "kind" in fresh ? undefined : fresh.list.date.slice(0, 10);
  if (today !== undefined) {
    // A copy that can't be kept costs nothing but the next offline run.
    for (const [path, bytes] of fetched) await cache.write([base, today, path], bytes).catch(() => {});
  }
  const earlier: SuiteList[] = [];
  for (const day of (await cache.dates([base])).slice(-mostCopies)) {
    if (day === today) continue;
    const copy = await read(await copyOf(cache, [base, day]));
    if (!("kind" in copy)) earlier.push(copy);
  }
  const newest = earlier.at(-1);
  return "kind" in fresh && newest !== undefined
    ? { now: newest, earlier: earlier.slice(0, -1) }
    : { now: fresh, earlier };
}

async function copyOf(cache: Cache, place: readonly string[]): Promise<SuiteFiles> {
  const at = await cache.writtenAt(place);
  return {
    fetchedAt: at ?? new Date(0),
    read: async (path, maxBytes) => {
      const bytes = await cache.read([...place, path], maxBytes);
      if (bytes !== undefined) return bytes;
      return { kind: "unreachable", message: `no copy of ${path} is kept`, wouldVerify: "reach the mirror once" };
    },
  };
}
