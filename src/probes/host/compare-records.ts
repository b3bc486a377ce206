import type { z } from "zod";
import type { LogRecord } from "./log-records.ts";
import type { loggingFacts } from "./logging-facts.ts";

type Arrival = z.output<(typeof loggingFacts)["host-log-arrival"]>["logins"];

const most = 20;

/**
 * Compares the records that a host has with those of its archive. The comparison begins with the first record that both
 * have, since the archive may have begun a new file; where none has arrived, all are missing.
 */
export function compareRecords(here: readonly LogRecord[], there: readonly LogRecord[]): Arrival {
  const places = new Map<string, number[]>();
  for (const [at, { key }] of there.entries()) places.set(key, [...(places.get(key) ?? []), at]);
  const first = here.findIndex(({ key }) => places.has(key));
  const compared = first < 0 ? here : here.slice(first);
  const found = compared.map((record) => ({ record, at: places.get(record.key)?.shift() }));
  const arrived = found.flatMap(({ at }) => (at === undefined ? [] : [at]));
  const missing = found.filter(({ at }) => at === undefined).map(({ record }) => record);
  const taken = new Set(arrived);
  const [from, to] = [Math.min(...arrived), Math.max(...arrived)];
  const gone = there.filter((_, at) => at > from && at < to && !taken.has(at)).length;
  return {
    compared: compared.length,
    arrived: arrived.length,
    missing: missing.slice(0, most).map(({ kind, at }) => ({ what: kind, at })),
    inOrder: arrived.every((at, i) => i === 0 || at > (arrived[i - 1] ?? 0)),
    goneHere: gone,
  };
}
