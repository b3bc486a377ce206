import type { DatedSeverity } from "../standard/deadlines.ts";

const known: Readonly<Record<string, DatedSeverity | "low">> = {
  ...{ critical: "critical", emergency: "critical", high: "high", medium: "medium", moderate: "medium" },
  ...{ low: "low", unimportant: "low" },
};

/** A severity that has a deadline, from the word of a database or changelog. What nobody tells counts as critical. */
export function datedSeverity(word: string | undefined): DatedSeverity | "low" {
  return known[word?.toLowerCase() ?? ""] ?? "critical";
}
