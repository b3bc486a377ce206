import type { Outcome } from "./outcome.ts";

/** How far ahead of ours another clock may be before its evidence counts as untrustworthy. */
const clockSkewMs = 5 * 60_000;

/**
 * An outcome seen through the age of its evidence: whatever rests on evidence older than `maxAgeMs`, or dated in the
 * future, is unknown. A failure seen too long ago is told in the reason.
 */
export function aged(outcome: Outcome, evidence: readonly string[], now: Date, maxAgeMs: number): Outcome {
  const doubt = evidence.map((at) => doubtOf(at, now, maxAgeMs)).find((reason) => reason !== undefined);
  if (doubt === undefined) return outcome;
  const wouldVerify = "look again";
  if (outcome.outcome === "unknown") return { ...outcome, gaps: [...outcome.gaps, { reason: doubt, wouldVerify }] };
  const last =
    outcome.outcome === "fails" ? `; when last seen: ${outcome.problems.map((p) => p.message).join("; ")}` : "";
  return { outcome: "unknown", gaps: [{ reason: doubt + last, wouldVerify }] };
}

function doubtOf(at: string, now: Date, maxAgeMs: number): string | undefined {
  const age = now.getTime() - Date.parse(at);
  if (Number.isNaN(age)) return `the evidence has no valid time (${at})`;
  if (age < -clockSkewMs) return `the evidence is dated in the future (${at})`;
  if (age > maxAgeMs) return `the evidence is from ${at}, older than the ${hours(maxAgeMs)} that the policy allows`;
  return undefined;
}

function hours(ms: number): string {
  return `${Math.round(ms / 36_000) / 100} hours`;
}
