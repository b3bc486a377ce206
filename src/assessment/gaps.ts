import type { Control } from "../controls/control.ts";
import type { Aspect, Requirement } from "../standard/requirement.ts";
import type { Gap } from "../verdict/outcome.ts";
import type { Plan, PlannedSystem } from "./plan.ts";

/** What nothing looks at in one aspect for one system: no subject declared, or no control that measures it. */
export function gapsIn(
  aspect: Aspect,
  requirement: Requirement,
  system: PlannedSystem,
  controls: readonly Control[],
): readonly Gap[] {
  const gaps: Gap[] = [];
  if (requirement.gate === "high" && system.assuranceClass === undefined) {
    gaps.push({
      reason: "the assurance class is unknown, so whether this is asked is unknown too",
      wouldVerify: "declare criticality and exposure of the system",
    });
  }
  const present = aspect.subjects.filter((kind) => system.subjects.some((it) => it.kind === kind));
  if (present.length === 0) {
    gaps.push({
      reason: `no ${aspect.subjects.join(" or ")} of the system is declared`,
      wouldVerify: `${aspect.wouldVerify}, or say in the estate why it does not apply`,
    });
  }
  const measured = (kind: string) =>
    controls.some((it) => it.requirement === requirement.id && it.aspect === aspect.id && it.subject === kind);
  const unmeasured = present.filter((kind) => !measured(kind));
  if (unmeasured.length > 0) {
    gaps.push({
      reason: `nothing measures yet that ${lowerFirst(aspect.statement)}`,
      wouldVerify: `have a named person attest: ${aspect.attest}`,
    });
  }
  return gaps;
}

/** The estate's reason for which the aspect does not apply to the system, if it gives one. */
export function exclusionOf(aspect: Aspect, requirement: Requirement, system: PlannedSystem): string | undefined {
  return system.declared.notApplicable.find((it) => {
    if (it.requirement !== undefined && it.requirement !== requirement.id) return false;
    if (it.aspect !== undefined && it.aspect !== aspect.id) return false;
    if (it.subject === undefined) return true;
    return aspect.subjects.every((kind) => kind === it.subject);
  })?.because;
}

/** The reason for which nothing of the system can have the aspect, where the declarations of all its subjects say so. */
export function declaredAway(
  aspect: Aspect,
  requirement: Requirement,
  system: PlannedSystem,
  { questions }: Plan,
): string | undefined {
  const own = questions.filter(
    (it) => it.system === system.name && it.control.requirement === requirement.id && it.control.aspect === aspect.id,
  );
  return own.every((it) => it.excluded !== undefined) ? own[0]?.excluded : undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
}
