import type { Assessment, Finding, RequirementResult } from "../../assessment/assessment.ts";
import { ownProperty } from "../../standard/oscal.ts";
import { oscalControlId } from "../../standard/oscal-catalog.ts";
import { uuid5 } from "../../standard/uuid.ts";
import type { Status } from "../../verdict/status.ts";
import { observationUuid, validTime } from "./observations.ts";
import { list, markup, plain } from "./words.ts";

/**
 * OSCAL has only two states, and `satisfied` is kept for what was measured and holds; `unverified` can't be told from a
 * violation by its state, so the reason, a property and the remarks say which it is.
 */
const targetStatus: Readonly<Record<Status, { readonly state: string; readonly reason: string }>> = {
  verified: { state: "satisfied", reason: "pass" },
  violated: { state: "not-satisfied", reason: "fail" },
  excepted: { state: "not-satisfied", reason: "fail" },
  unverified: { state: "not-satisfied", reason: "other" },
  attested: { state: "not-satisfied", reason: "other" },
  "not applicable": { state: "not-satisfied", reason: "other" },
};

/** Each requirement for each system, with the observations it rests on and the risks it has. */
export function findingsOf(assessment: Assessment) {
  return assessment.requirements.map((it) => {
    const outcomes = assessment.outcomes.filter((one) => one.requirement === it.id && one.system === it.system);
    const seen = new Set(outcomes.flatMap((one) => one.evidence.map((ref) => observationUuid(one.subject, ref))));
    const risks = assessment.findings.filter((one) => one.requirement === it.id && one.systems.includes(it.system));
    return {
      uuid: uuid5(`finding ${JSON.stringify([it.id, it.system])}`),
      title: `${it.id}: ${markup(it.title)}`,
      description: it.reasons.map(markup).join("\n\n") || "No reason is given.",
      props: [
        ownProperty("status", it.status.replace(" ", "-")),
        ownProperty("level", it.level),
        ownProperty("system", plain(it.system)),
      ],
      target: targetOf(it, assessment),
      ...list(
        "related-observations",
        [...seen].map((uuid) => ({ "observation-uuid": uuid })),
      ),
      ...list(
        "related-risks",
        [...new Set(risks.map(riskUuid))].map((uuid) => ({ "risk-uuid": uuid })),
      ),
    };
  });
}

function targetOf(it: RequirementResult, { unknowns }: Assessment) {
  const open = unknowns.filter((one) => one.requirement === it.id && one.systems.includes(it.system));
  const remarks = [
    `Holdfast's status: ${it.status}.`,
    ...open.map((one) => `${markup(one.reason)}. What would verify it: ${markup(one.wouldVerify)}`),
  ];
  return {
    type: "statement-id",
    "target-id": `${oscalControlId(it.id)}_smt`,
    status: { ...targetStatus[it.status], remarks: remarks.join("\n\n") },
    ...(it.status === "not applicable" && { "implementation-status": { state: "not-applicable" } }),
  };
}

function riskUuid(finding: Finding): string {
  return uuid5(`risk ${finding.id}`);
}

/** Each finding of a control as a risk, with its deadline; one that an exception covers is an approved deviation. */
export function risksOf({ findings }: Assessment) {
  const unique = [...new Map(findings.map((it) => [riskUuid(it), it])).values()];
  return unique.map((it) => {
    const deadline = validTime(it.deadline);
    return {
      uuid: riskUuid(it),
      title: markup(it.title),
      description: markup(it.problem),
      statement: `${markup(it.control)} fails on ${markup(it.subject)}; severity ${it.severity}`,
      props: [ownProperty("severity", it.severity), ownProperty("finding-id", plain(it.id))],
      status: it.exception === undefined ? "open" : "deviation-approved",
      ...(deadline !== undefined && { deadline }),
      ...list(
        "remediations",
        it.remedy.map(({ product, text }) => ({
          uuid: uuid5(`remedy ${JSON.stringify([it.id, product, text])}`),
          lifecycle: "recommendation",
          title: `For ${product}`,
          description: text.split(/\r?\n/).map(markup).join("\n\n"),
        })),
      ),
      ...list(
        "related-observations",
        it.evidence.map((one) => ({ "observation-uuid": observationUuid(it.subject, one) })),
      ),
    };
  });
}
