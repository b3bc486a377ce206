import cvss from "ae-cvss-calculator";
import type { Affected, OsvRecord } from "./record.ts";

export interface Gravity {
  readonly severity: "critical" | "high" | "medium" | "low" | "unknown";
  /** CVSS base score. */
  readonly score?: number;
}

const words: Readonly<Record<string, Gravity["severity"]>> = {
  ...{ critical: "critical", high: "high", moderate: "medium", medium: "medium", low: "low", unimportant: "low" },
};

/**
 * How grave an advisory is: by the highest of its CVSS vectors, else by the word of its database. What has neither is
 * unknown, which is not harmless.
 */
export function gravity(record: OsvRecord, by: Affected): Gravity {
  const scores = [...(by.severity ?? []), ...(record.severity ?? [])].flatMap(({ score }) => baseScore(score) ?? []);
  if (scores.length > 0) {
    const score = Math.max(...scores);
    return { severity: rating(score), score };
  }
  const word = by.ecosystem_specific?.urgency ?? record.database_specific?.severity ?? "";
  return { severity: words[word.toLowerCase()] ?? "unknown" };
}

/** Base score of a CVSS 2.0, 3.0, 3.1 or 4.0 vector; nothing for anything else. */
export function baseScore(vector: string): number | undefined {
  if (vector.length > 500) return undefined;
  try {
    const scores: { readonly base?: unknown } | undefined = cvss.fromVector(vector)?.calculateScores();
    return typeof scores?.base === "number" && Number.isFinite(scores.base) ? scores.base : undefined;
  } catch {
    return undefined;
  }
}

/** The qualitative scale of CVSS 3 and 4; a score of 0 is not told as none, for somebody found it worth an advisory. */
function rating(score: number): Gravity["severity"] {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  return score >= 4 ? "medium" : "low";
}
