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
  const pairs = alignment(here, there);
  const [begin = 0] = pairs[0] ?? [];
  const compared = here.slice(begin);
  const [own, theirs] = [new Set(pairs.map(([it]) => it)), new Set(pairs.map(([, it]) => it))];
  const [from, to] = [pairs[0]?.[1] ?? 0, pairs.at(-1)?.[1] ?? 0];
  // The host tells its last records: one alike and of the same moment as the first of them may lie before that.
  const [first] = compared;
  const isOfBeginning = (record: LogRecord) =>
    first?.seconds !== undefined && record.seconds !== undefined && isSameMoment(first, record);
  const odd = there.map((record, at) => ({ record, at })).filter(({ at }) => !theirs.has(at));
  // What both have, and at another place, is neither missing nor gone.
  const moved = new Set<number>();
  const missing = compared.filter((record, i) => {
    if (own.has(begin + i)) return false;
    const elsewhere = odd.find((it) => !moved.has(it.at) && it.at >= from && isSame(it.record, record));
    if (elsewhere !== undefined) moved.add(elsewhere.at);
    return elsewhere === undefined;
  });
  return {
    compared: compared.length,
    arrived: compared.length - missing.length,
    missing: missing.slice(0, most).map(({ kind, at }) => ({ what: kind, at })),
    inOrder: moved.size === 0,
    goneHere: odd.filter(({ record, at }) => at > from && at < to && !moved.has(at) && !isOfBeginning(record)).length,
  };
}

/** Whoever does the same thing every hour leaves the same record each time: the hour tells them apart. */
const isSame = (a: LogRecord, b: LogRecord) => a.key === b.key && isSameMoment(a, b);

/** Places, here and there, of the longest sequence that both have; of several, of the one that lies last. */
function alignment(here: readonly LogRecord[], there: readonly LogRecord[]): readonly (readonly [number, number])[] {
  const width = there.length + 1;
  const longest = new Uint16Array((here.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (const [i, record] of here.entries())
    for (const [j, other] of there.entries())
      longest[(i + 1) * width + j + 1] = isSame(record, other) ? at(i, j) + 1 : Math.max(at(i, j + 1), at(i + 1, j));
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [here.length, there.length];
  while (i > 0 && j > 0) {
    const [record, other] = [here[i - 1], there[j - 1]];
    if (record !== undefined && other !== undefined && isSame(record, other)) {
      i -= 1;
      j -= 1;
      pairs.unshift([i, j]);
    } else if (at(i - 1, j) >= at(i, j - 1)) i -= 1;
    else j -= 1;
  }
  return pairs;
}
