import type { RequirementId } from "../standard/requirement.ts";
import type { Assessment, Finding } from "./assessment.ts";

/** The requirement by which access ends with the need for it. */
const revocation: RequirementId = "ADM-6";

/** Access that was seen although it should be revoked, and between which two looks it went. */
export interface Revocation {
  readonly id: string;
  /** As it was told when it was last seen. */
  readonly problem: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The first look afterwards that was whole and did not find it; absent where there is none yet. */
  readonly goneBy?: string;
}

/**
 * When access was revoked, as far as the looks tell: after it was last seen, and before the first whole look without it. A look
 * that failed or had gaps shows nothing gone. Of access that comes back, the last time counts.
 *
 * @param assessments - of one estate, in any order
 */
export function revocationsOf(assessments: readonly Assessment[]): readonly Revocation[] {
  const looks = assessments.toSorted((a, b) => Date.parse(a.assessedAt) - Date.parse(b.assessedAt));
  const findings = looks.flatMap((it) => it.findings.filter((one) => one.requirement === revocation));
  const ids = [...new Set(findings.map((it) => it.id))].sort();
  return ids.flatMap((id) => {
    const seen = looks.flatMap((it) =>
      it.findings.flatMap((one) => (one.id === id ? [{ at: it.assessedAt, finding: one }] : [])),
    );
    const [first, last] = [seen[0], seen.at(-1)];
    if (first === undefined || last === undefined) return [];
    const gone = looks.find((it) => Date.parse(it.assessedAt) > Date.parse(last.at) && isWhole(it, last.finding));
    return [
      {
        id,
        problem: last.finding.problem,
        firstSeen: first.at,
        lastSeen: last.at,
        ...(gone === undefined ? {} : { goneBy: gone.assessedAt }),
      },
    ];
  });
}

/** Whether the same control looked at the same subject and left nothing open. */
function isWhole({ outcomes }: Assessment, { control, subject }: Finding): boolean {
  const own = outcomes.filter((it) => it.control === control && it.subject === subject).map((it) => it.outcome);
  return (
    own.length > 0 && own.every((it) => it.outcome === "holds" || (it.outcome === "fails" && it.gaps.length === 0))
  );
}
