import type { Control } from "../controls/control.ts";
import type { Estate } from "../estate/schema.ts";
import type { Observation } from "../probes/observation.ts";
import { type Aspect, type Level, levels, type Requirement } from "../standard/requirement.ts";
import { type AspectEvidence, conclude as concludeRequirement } from "../verdict/conclude.ts";
import type { Outcome } from "../verdict/outcome.ts";
import type { AspectResult, Assessment, ControlOutcome, EstateSource, RequirementResult } from "./assessment.ts";
import { findingsOf } from "./findings.ts";
import { declaredAway, exclusionOf, gapsIn } from "./gaps.ts";
import { indexObservations, judge } from "./judge.ts";
import type { Plan, PlannedSystem } from "./plan.ts";
import { summarise } from "./tally.ts";
import { type BareGap, unknownsOf } from "./unknowns.ts";
import { attestationFor, exceptionFor } from "./waivers.ts";

/** What an assessment is concluded from; nothing else goes in. */
export interface Material {
  readonly estate: Estate;
  readonly source: EstateSource;
  readonly files: readonly string[];
  readonly observations: readonly Observation[];
  readonly at: Date;
  readonly only: readonly string[];
  readonly interrupted: boolean;
  /** Version of Holdfast. */
  readonly holdfast: string;
}

/** Judges the observations and concludes every planned requirement. Pure: same material, same bytes. */
export function conclude(plan: Plan, controls: readonly Control[], material: Material): Assessment {
  const { estate, observations, at } = material;
  const { outcomes, bugs } = judge(plan, indexObservations(observations), estate, at);
  const bare: BareGap[] = [];
  const requirements = plan.systems.flatMap((system) =>
    plan.requirements.map((requirement) =>
      resultFor(requirement, system, { plan, outcomes, controls, material, bare }),
    ),
  );
  const levelOf = (it: ControlOutcome): Level =>
    aspectOf(
      plan.requirements.find((one) => one.id === it.requirement),
      it.aspect,
    ).level;
  return {
    holdfast: material.holdfast,
    assessedAt: at.toISOString(),
    estate: { name: estate.estate, source: material.source, files: material.files },
    only: material.only,
    interrupted: material.interrupted,
    systems: plan.systems.map(({ name, declared, assuranceClass }) => ({
      name,
      environment: declared.environment,
      ...(assuranceClass === undefined ? {} : { assuranceClass }),
    })),
    requirements,
    findings: findingsOf({ outcomes, controls, observations, estate, now: at, levelOf }),
    unknowns: unknownsOf(outcomes, bare, levelOf),
    outcomes,
    observations: observations.map(({ fact, probe, subject, vantage, at: seenAt, tookMs, ...rest }) => ({
      ...{ fact, probe, subject, vantage, at: seenAt, tookMs },
      ...("trouble" in rest ? { trouble: rest.trouble } : {}),
      ...("bug" in rest ? { bug: rest.bug } : {}),
    })),
    bugs: [...bugs, ...observations.flatMap((it) => ("bug" in it ? [it.bug] : []))],
    summary: summarise(requirements),
  };
}

interface Sources {
  readonly plan: Plan;
  readonly outcomes: readonly ControlOutcome[];
  readonly controls: readonly Control[];
  readonly material: Material;
  /** Collects the gaps behind which no control stands. */
  readonly bare: BareGap[];
}

function resultFor(requirement: Requirement, system: PlannedSystem, sources: Sources): RequirementResult {
  const { id, section, title } = requirement;
  const head = { id, section, title, system: system.name };
  if (requirement.gate === "high" && system.assuranceClass === "standard") {
    const level = requirement.aspects[0]?.level ?? "MUST";
    return {
      ...head,
      level,
      status: "not applicable",
      levels: [{ level, status: "not applicable" }],
      aspects: requirement.aspects.map((it) => ({ ...aspectHead(it), status: "not applicable" })),
      reasons: [
        "asked only of the assurance class high and above; by its criticality and exposure the system is standard",
      ],
      lookedAt: false,
    };
  }
  const about = { requirement: id, system: system.name };
  const own = sources.outcomes.filter((it) => it.requirement === id && it.system === system.name);
  const evidence = requirement.aspects.map((aspect) => evidenceFor(aspect, requirement, system, own, sources));
  const concluded = concludeRequirement<Level>(evidence, levels);
  for (const it of evidence) {
    if (it.excluded !== undefined) continue;
    for (const gap of it.gaps) {
      sources.bare.push({ requirement: id, aspect: it.id, level: it.level, system: system.name, ...gap });
    }
  }
  return {
    ...head,
    level: concluded.level,
    status: concluded.status,
    levels: concluded.levels,
    aspects: concluded.aspects.map((it) => ({
      ...aspectHead(aspectOf(requirement, it.id)),
      status: it.status,
      ...(it.status === "attested" ? attestationOf({ ...about, aspect: it.id }, sources.material) : {}),
    })),
    reasons: reasonsOf(own, evidence),
    lookedAt: own.some((it) => it.outcome.outcome === "holds" || it.outcome.outcome === "fails"),
  };
}

function evidenceFor(
  aspect: Aspect,
  requirement: Requirement,
  system: PlannedSystem,
  own: readonly ControlOutcome[],
  { plan, controls, material: { estate, at } }: Sources,
): AspectEvidence<Level> {
  const gaps = gapsIn(aspect, requirement, system, controls);
  const declared = gaps.length === 0 ? declaredAway(aspect, requirement, system, plan) : undefined;
  const excluded = exclusionOf(aspect, requirement, system) ?? declared;
  const about = { requirement: requirement.id, aspect: aspect.id, system: system.name };
  return {
    id: aspect.id,
    level: aspect.level,
    rulings: own
      .filter((it) => it.aspect === aspect.id)
      .map((it) => ({ outcome: it.outcome, covered: exceptionFor(estate, it, at) !== undefined })),
    gaps,
    ...(excluded === undefined ? {} : { excluded }),
    attested: attestationFor(estate, about, at) !== undefined,
  };
}

function attestationOf(
  about: Parameters<typeof attestationFor>[1],
  { estate, at }: Material,
): Pick<AspectResult, "attestation"> {
  const found = attestationFor(estate, about, at);
  if (found === undefined) return {};
  const { by, statement, evidence, on, until } = found;
  return { attestation: { by, statement, evidence, on, until } };
}

/** Problems first, then what is open, then what was seen; each sentence once. */
function reasonsOf(own: readonly ControlOutcome[], evidence: readonly AspectEvidence[]): readonly string[] {
  const of = <T extends Outcome["outcome"]>(kind: T) =>
    own.map((it) => it.outcome).filter((it): it is Extract<Outcome, { outcome: T }> => it.outcome === kind);
  const bare = evidence.flatMap((it) => (it.excluded === undefined ? it.gaps : []));
  const open = [...of("fails"), ...of("unknown")].flatMap((it) => it.gaps);
  return [
    ...new Set([
      ...of("fails").flatMap((it) => it.problems.map((problem) => problem.message)),
      ...[...open, ...bare].map((it) => it.reason),
      ...evidence.flatMap(({ id, excluded }) =>
        // What the declarations of subjects exclude, the controls say by themselves.
        excluded === undefined || of("not-applicable").some(({ because }) => because === excluded)
          ? []
          : [`${id} does not apply: ${excluded}`],
      ),
      ...of("holds").map((it) => it.because),
      ...of("not-applicable").map((it) => it.because),
    ]),
  ];
}

function aspectOf(requirement: Requirement | undefined, id: string): Aspect {
  const aspect = requirement?.aspects.find((it) => it.id === id);
  if (aspect === undefined)
    throw new Error(`the standard has no aspect ${id} in ${requirement?.id ?? "that requirement"}`);
  return aspect;
}

function aspectHead({ id, level, statement }: Aspect) {
  return { id, level, statement };
}
