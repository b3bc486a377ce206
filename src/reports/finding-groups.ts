import type { EvidenceReference, Finding } from "../assessment/assessment.ts";

/** Findings of one control on one subject that are mended the same way by the same day; told together. */
export interface FindingGroup {
  readonly finding: Finding;
  readonly findings: readonly Finding[];
  /** What all of them rest on, each observation once. */
  readonly evidence: readonly EvidenceReference[];
}

/** The findings in their order, those that belong together at the place of the first. */
export function grouped(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = Map.groupBy(findings, ({ control, subject, severity, deadline, exception, remedy, systems }) =>
    JSON.stringify([control, subject, severity, deadline, exception, remedy, systems]),
  );
  return [...groups.values()].flatMap((group) => {
    const [finding] = group;
    if (finding === undefined) return [];
    const evidence = new Map(group.flatMap((it) => it.evidence).map((it) => [JSON.stringify(it), it]));
    return [{ finding, findings: group, evidence: [...evidence.values()] }];
  });
}
