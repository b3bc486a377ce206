import type { z } from "zod";
import { isSameMoment, type LogRecord } from "./log-records.ts";
import type { loggingFacts } from "./logging-facts.ts";

type Arrival = z.output<(typeof loggingFacts)["host-log-arrival"]>["logins"];

const most = 20;

/**
 * Compares the records that a host has with those of its archive. The comparison begins with the first record that both
 * have, since the archive may have begun a new file; where none has arrived, all are missing.
 */
export function compareRecords(here: readonly LogRecord[], there: readonly LogRecord[]): Arrival {
  const places = new Map<string, { at: number; record: LogRecord }[]>();
  for (const [at, record] of there.entries())
    places.set(record.key, [...(places.get(record.key) ?? []), { at, record }]);
  const all = here.map((record) => {
    // Whoever does the same thing every hour leaves the same record each time: the hour tells them apart.
    const same = places.get(record.key) ?? [];
    const found = same.findIndex((it) => isSameMoment(it.record, record));
    return { record, at: found < 0 ? undefined : same.splice(found, 1)[0]?.at };
  });
  const first = all.findIndex(({ at }) => at !== undefined);
  const found = first < 0 ? all : all.slice(first);
  const arrived = found.flatMap(({ at }) => (at === undefined ? [] : [at]));
  const missing = found.filter(({ at }) => at === undefined).map(({ record }) => record);
  const taken = new Set(arrived);
  const [from, to] = [Math.min(...arrived), Math.max(...arrived)];
  const gone = there.filter((_, at) => at > from && at < to && !taken.has(at)).length;
  return {
    compared: found.length,
    arrived: arrived.length,
    missing: missing.slice(0, most).map(({ kind, at }) => ({ what: kind, at })),
    inOrder: arrived.every((at, i) => i === 0 || at > (arrived[i - 1] ?? 0)),
    goneHere: gone,
  };
}
