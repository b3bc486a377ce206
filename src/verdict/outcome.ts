import type { Severity } from "./severity.ts";

/** One way in which a control fails on a subject; becomes one finding. */
export interface Problem {
  /** Id of the problem within its control, such as `echoed`. */
  readonly id: string;
  /** The whole sentence, with the observed value in it. */
  readonly message: string;
  /** Tells two problems of the same id on one subject apart; part of the finding's stable id. */
  readonly discriminator: string;
  /** Graver or lighter than the control's own severity. */
  readonly severity?: Severity;
}

/** Something that could not be seen, and the smallest thing that would let us see it. */
export interface Gap {
  readonly reason: string;
  readonly wouldVerify: string;
}

export interface Holds {
  readonly outcome: "holds";
  /** What was seen that makes it hold. */
  readonly because: string;
}
export interface Fails {
  readonly outcome: "fails";
  readonly problems: readonly Problem[];
  /** What could not be seen besides; it never softens the failure. */
  readonly gaps: readonly Gap[];
}
export interface Unknown {
  readonly outcome: "unknown";
  readonly gaps: readonly Gap[];
}
export interface NotApplicable {
  readonly outcome: "not-applicable";
  readonly because: string;
}

/** What a control says of a subject. */
export type Outcome = Holds | Fails | Unknown | NotApplicable;

/** An `unknown` with one gap. */
export function unknown(reason: string, wouldVerify: string): Unknown {
  return { outcome: "unknown", gaps: [{ reason, wouldVerify }] };
}

/** An outcome from all that a judge found: failures first, then what could not be seen; only with neither it holds. */
export function settle(found: {
  readonly problems: readonly Problem[];
  readonly gaps: readonly Gap[];
  readonly because: string;
}): Outcome {
  if (found.problems.length > 0) return { outcome: "fails", problems: found.problems, gaps: found.gaps };
  if (found.gaps.length > 0) return { outcome: "unknown", gaps: found.gaps };
  return { outcome: "holds", because: found.because };
}

/** An outcome with further gaps: they add to what is unknown, never soften a failure, and let nothing else stand. */
export function withGaps(outcome: Outcome, gaps: readonly Gap[]): Outcome {
  if (gaps.length === 0) return outcome;
  const own = "gaps" in outcome ? outcome.gaps : [];
  if (outcome.outcome === "fails") return { ...outcome, gaps: [...own, ...gaps] };
  return { outcome: "unknown", gaps: [...own, ...gaps] };
}
