import type { Assessment } from "./assessment.ts";

/** What makes `check` end with a failure. */
export const failOnChoices = ["violated", "unverified", "never"] as const;
export type FailOn = (typeof failOnChoices)[number];

/**
 * Exit code of `check`: 0 nothing violated and no MUST unverified, 1 something violated, 3 a MUST unverified,
 * 4 a bug in Holdfast (whatever else). An assessment that concluded nothing, for want of a system, or
 * that was stopped before all was looked at, is no success: 3. With `violated` an unverified requirement doesn't count,
 * with `never` nothing does but a bug.
 */
export function exitCode(assessment: Assessment, failOn: FailOn): 0 | 1 | 3 | 4 {
  if (assessment.bugs.length > 0) return 4;
  if (failOn === "never") return 0;
  if (assessment.requirements.some((it) => it.status === "violated")) return 1;
  if (assessment.requirements.length === 0 || assessment.interrupted) return 3;
  const open = assessment.summary.byLevel.MUST.byStatus.unverified > 0;
  return open && failOn === "unverified" ? 3 : 0;
}
