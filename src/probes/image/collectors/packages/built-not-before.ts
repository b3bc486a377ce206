import type { ImageView } from "../collector.ts";

/** A moment that something in the image proves, RFC 3339. */
export interface Moment {
  readonly at: string;
  readonly by: string;
}

/** Seconds since 1970 as RFC 3339; nothing for what no builder's clock says. */
export function momentOf(seconds: number, by: string): Moment | undefined {
  if (!(seconds > 0 && seconds < 253_402_300_800)) return undefined;
  return { at: new Date(seconds * 1000).toISOString(), by };
}

/** The newest of the moments that logs and databases prove, and of the dates of all files. */
export function builtNotBefore(view: ImageView<unknown>, moments: readonly Moment[]): Moment | undefined {
  let newest = { seconds: 0, path: "" };
  for (const entry of view.entries.values())
    if (entry.modified > newest.seconds) newest = { seconds: entry.modified, path: entry.path };
  const byFile = momentOf(newest.seconds, `date of /${newest.path}`);
  return [...moments, ...(byFile === undefined ? [] : [byFile])].sort((a, b) => (a.at < b.at ? 1 : -1))[0];
}
