import type { Gap } from "../../../../verdict/outcome.ts";
import { caps } from "./caps.ts";
import { categoryScores } from "./categories.ts";
import { failures } from "./failures.ts";
import type { GradeFacts } from "./grade-facts.ts";
import { type Letter, worst } from "./letter.ts";
import { missingFor } from "./missing.ts";
import { type CategoryScores, letterOf, wholeScore } from "./score.ts";
import { pinsFit, strictTransport } from "./strict-transport.ts";
import { distrust, mismatch } from "./trust.ts";
import { warnings } from "./warnings.ts";

/** What lowered a grade, and what would lift it again. */
export interface Reason {
  readonly id: string;
  readonly cap: Letter;
  readonly because: string;
  readonly lifts: string;
}

/** A grade by the rules of SSL Labs, edition 2009r (16 May 2025). */
export interface Grade {
  /** T: not to be trusted. M: for other names. Otherwise the same as `ifTrusted`. */
  readonly letter: Letter | "T" | "M";
  /** What it would be with a certificate that is trusted and for the right name. */
  readonly ifTrusted: Letter;
  readonly scores: CategoryScores;
  /** From 0 to 100, exact. */
  readonly score: number;
  /** Why it is T or M. */
  readonly distrust: readonly string[];
  readonly reasons: readonly Reason[];
  /** What was not told; the grade is the best it could be until it is. */
  readonly missing: readonly Gap[];
}

/** Grades an endpoint; total, so that facts of any kind give a grade and say what is missing. */
export function gradeOf(facts: GradeFacts): Grade {
  const scores = categoryScores(facts);
  const score = wholeScore(scores);
  const byScore = letterOf(score);
  const reasons = [...failures, ...caps, ...warnings]
    .filter((it) => it.applies(facts))
    .map((it) => ({ id: it.id, cap: it.cap, because: it.because(facts), lifts: it.lifts }));
  const capped = worst([byScore, ...reasons.map((it) => it.cap)]);
  const long = ["long", "untold", "unasked"].includes(strictTransport(facts));
  const ifTrusted = byScore === "A" && reasons.length === 0 && long && pinsFit(facts) ? "A+" : capped;
  const untrusted = distrust(facts);
  const other = mismatch(facts);
  return {
    letter: untrusted.length > 0 ? "T" : other === undefined ? ifTrusted : "M",
    ifTrusted,
    scores,
    score,
    distrust: [...untrusted, ...(other === undefined ? [] : [other])],
    reasons,
    // There is nothing worse than an F, so that it stands whatever else comes out.
    missing: ifTrusted === "F" ? [] : missingFor(facts),
  };
}
