import type { Assessment } from "../assessment/assessment.ts";

/** Observations that told nothing, for one and the same cause. */
export interface FailedObservation {
  readonly subject: string;
  readonly vantage: string;
  /** A kind of trouble, or `bug`. */
  readonly kind: string;
  readonly message: string;
  readonly wouldVerify: string;
  readonly excerpt?: string;
  readonly facts: readonly string[];
}

/** Every observation that failed; those of one subject with the same cause are told once. */
export function failedObservations({ observations }: Assessment): readonly FailedObservation[] {
  const failed = observations.flatMap((it): readonly FailedObservation[] => {
    const head = { subject: it.subject, vantage: it.vantage, facts: [it.fact] };
    if (it.trouble !== undefined) return [{ ...head, ...it.trouble }];
    if (it.bug === undefined) return [];
    return [{ ...head, kind: "bug", message: it.bug.message, wouldVerify: "report this mistake in Holdfast" }];
  });
  const groups = Map.groupBy(failed, (it) => JSON.stringify({ ...it, facts: undefined }));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, facts: group.flatMap((it) => it.facts) }];
  });
}
