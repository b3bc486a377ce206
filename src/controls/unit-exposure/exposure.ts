import { fences } from "./settings.ts";
import type { UnitProperties } from "./unit-properties.ts";

/** How exposed a unit is by its settings. */
export interface Exposure {
  /** From 0 to 10, with one decimal, as `systemd-analyze security` gives it. */
  readonly score: number;
  /** Settings that would close most, the weightiest first. */
  readonly open: readonly string[];
}

/** Weighs what a unit does to fence its processes in. What wasn't told of it counts as open. */
export function unitExposure(unit: UnitProperties): Exposure {
  const weighed = fences.flatMap(({ name, weight, openness }) => {
    const open = openness(unit);
    // systemd rounds each of them up.
    return open === undefined ? [] : [{ name, weight, lack: Math.ceil(Math.round(open * weight * 1e6) / 1e6) }];
  });
  const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const lacking = weighed.reduce((sum, { lack }) => sum + lack, 0);
  const open = weighed.filter(({ lack }) => lack > 0).toSorted((a, b) => b.lack - a.lack);
  return { score: Math.ceil((lacking * 100) / all) / 10, open: open.map(({ name }) => name) };
}
