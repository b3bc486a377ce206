import type { Trouble } from "../../transports/trouble.ts";
import type { Cache } from "../cache.ts";
import { fetchWhole } from "../fetch.ts";
import { readSuite, type SuiteFiles, type SuiteList } from "./list.ts";
import type { AptSource } from "./source.ts";

export interface SuiteOptions {
  readonly keyring: string;
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
 */
export async function suiteHistory(
  source: AptSource,
  architecture: string,
  wanted: ReadonlySet<string>,
  options: SuiteOptions,
): Promise<SuiteHistory> {
  const place = [source.uri, source.suite];
  const read = new Map<string, Buffer>();
  const mirror: SuiteFiles = {
    fetchedAt: options.now,
    read: async (path, maxBytes) => {
      const limits = { timeoutMs: options.timeoutMs, maxBytes, ...(options.signal && { signal: options.signal }) };
      const bytes = await fetchWhole(`${source.uri}/dists/${source.suite}/${path}`, limits);
      if (!("kind" in bytes)) read.set(path, bytes);
      return bytes;
    },
  };
  const fresh = await readSuite(source, architecture, wanted, mirror, options);
  const { cache } = options;
  if (cache === undefined) return { now: fresh, earlier: [] };
  if (!("kind" in fresh)) {
    const date = fresh.list.date.slice(0, 10);
    // A copy that can't be kept costs nothing but the next offline run.
    for (const [path, bytes] of read) await cache.write([...place, date, path], bytes).catch(() => {});
  }
  const earlier: SuiteList[] = [];
  for (const date of (await cache.dates(place)).slice(-mostCopies)) {
    if (!("kind" in fresh) && date === fresh.list.date.slice(0, 10)) continue;
    const copy = await copyOf(cache, [...place, date]);
    const list = copy && (await readSuite(source, architecture, wanted, copy, options));
    if (list !== undefined && !("kind" in list)) earlier.push(list);
  }
  const newest = earlier.at(-1);
  return "kind" in fresh && newest !== undefined
    ? { now: newest, earlier: earlier.slice(0, -1) }
    : { now: fresh, earlier };
}

async function copyOf(cache: Cache, place: readonly string[]): Promise<SuiteFiles | undefined> {
  const index = await cache.read([...place, "InRelease"], 4 * 1024 * 1024);
  if (index === undefined) return undefined;
  return {
    fetchedAt: index.at,
    read: async (path, maxBytes) => {
      const copy = path === "InRelease" ? index : await cache.read([...place, path], maxBytes);
      if (copy !== undefined) return copy.bytes;
      return { kind: "unreachable", message: `no copy of ${path} is kept`, wouldVerify: "reach the mirror once" };
    },
  };
}
