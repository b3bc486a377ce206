import type { Cost } from "../child.ts";
import { median } from "../median.ts";
import type { Reported } from "./reported.ts";

/** What a program took for one target, and what it said of it. */
export interface Measured {
  readonly id: string;
  readonly runs: number;
  /** Medians over the runs. */
  readonly wallMs: number;
  readonly cpuMs?: number;
  readonly rssKb?: number;
  readonly connections: number;
  /** Every run's wall time, in order: how far they lie apart tells how quiet the machine was. */
  readonly wallsMs: readonly number[];
  readonly reported?: Reported;
}

export interface Run extends Cost {
  readonly connections: number;
  readonly reported?: Reported;
}

/** Medians of some runs; what a program reported is the last run's. */
export function measured(id: string, runs: readonly Run[]): Measured {
  const told = (of: (run: Run) => number | undefined) => runs.map(of).filter((it) => it !== undefined);
  const cpu = told((it) => it.cpuMs);
  const rss = told((it) => it.rssKb);
  const last = runs.at(-1)?.reported;
  return {
    id,
    runs: runs.length,
    wallMs: Math.round(median(runs.map((it) => it.wallMs))),
    ...(cpu.length > 0 && { cpuMs: Math.round(median(cpu)) }),
    ...(rss.length > 0 && { rssKb: Math.round(median(rss)) }),
    connections: Math.round(median(runs.map((it) => it.connections))),
    wallsMs: runs.map((it) => Math.round(it.wallMs)),
    ...(last && { reported: last }),
  };
}
