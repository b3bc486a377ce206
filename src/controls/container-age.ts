const dayMs = 86_400_000;
/** No image was built before there was Docker; reproducible builds and broken clocks give such dates. */
const firstImages = Date.parse("2013-01-01T00:00:00Z");

export interface Age {
  readonly isOver: boolean;
  /** Days as `YYYY-MM-DD`; `until` is the last day within the limit. */
  readonly told: { readonly day: string; readonly days: number; readonly until: string };
}

/** How old something is by the latest of its dates (RFC 3339) that can be believed; nothing without such a date. */
export function ageOf(dates: readonly (string | undefined)[], limitDays: number, now: Date): Age | undefined {
  const made = dates
    .map((it) => Date.parse(it ?? ""))
    // Clocks of two machines may be a day apart.
    .filter((it) => it >= firstImages && it <= now.getTime() + dayMs)
    .reduce((latest, it) => Math.max(latest, it), Number.NEGATIVE_INFINITY);
  if (made === Number.NEGATIVE_INFINITY) return undefined;
  const age = now.getTime() - made;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return {
    isOver: age > limitDays * dayMs,
    told: {
      day: day(made),
      days: Math.max(0, Math.round(age / dayMs)),
      until: day(Math.min(made + limitDays * dayMs, 8e15)),
    },
  };
}
