import type { Control, JudgeContext } from "../controls/control.ts";
import { render } from "../controls/render.ts";
import type { Estate } from "../estate/schema.ts";
import type { SubjectId } from "../estate/subject.ts";
import type { FactKind } from "../probes/fact-kinds.ts";
import type { Bug, Observation } from "../probes/observation.ts";
import { aged } from "../verdict/freshness.ts";
import type { Gap, Outcome } from "../verdict/outcome.ts";
import type { ControlOutcome, EvidenceReference } from "./assessment.ts";
import { bugOf } from "./observe.ts";
import type { Plan, Question } from "./plan.ts";

/** Observations by fact and subject; a recording with two of one kind is refused before it comes here. */
export type ObservationIndex = ReadonlyMap<string, Observation>;

/** Indexes observations for {@link judge}. */
export function indexObservations(observations: readonly Observation[]): ObservationIndex {
  return new Map(observations.map((it) => [keyOf(it.fact, it.subject), it]));
}

function keyOf(fact: FactKind, subject: SubjectId): string {
  return `${fact} ${subject}`;
}

/** Judges every question of the plan. Pure: the same plan, observations and time give the same outcomes. */
export function judge(
  plan: Plan,
  observed: ObservationIndex,
  estate: Estate,
  now: Date,
): { readonly outcomes: readonly ControlOutcome[]; readonly bugs: readonly Bug[] } {
  const bugs: Bug[] = [];
  const outcomes = plan.questions.map((question): ControlOutcome => {
    const { control, subject, system } = question;
    const seen = factsNeeded(question).map((fact) => ({ fact, observation: observed.get(keyOf(fact, subject.id)) }));
    const evidence = seen.flatMap(({ observation }) => (observation === undefined ? [] : [referenceTo(observation)]));
    const gaps = seen.flatMap(({ fact, observation }) =>
      observation === undefined ? [unobserved(plan, subject.id, fact)] : gapsOf(observation),
    );
    const maxAgeMs = estate.policy.evidenceMaxAgeHours * 3_600_000;
    const raw: Outcome = gaps.length > 0 ? { outcome: "unknown", gaps } : ask(question, observed, estate, now, bugs);
    return {
      control: control.id,
      requirement: control.requirement,
      aspect: control.aspect,
      subject: subject.id,
      system,
      outcome: aged(
        raw,
        evidence.map((it) => it.at),
        now,
        maxAgeMs,
      ),
      evidence,
    };
  });
  return { outcomes, bugs };
}

/** The facts that the control is to be given; none where it does not apply. */
function factsNeeded({ control, ruledOut, excluded }: Question): readonly FactKind[] {
  return excluded === undefined ? control.observes.filter((fact) => !ruledOut.includes(fact)) : [];
}

function unobserved(plan: Plan, subject: SubjectId, fact: FactKind): Gap {
  if (plan.looks.some((it) => it.subject.id === subject && it.wanted.includes(fact)))
    return { reason: `${fact} was not observed`, wouldVerify: "let the assessment finish" };
  return { reason: `no probe tells ${fact} of such a subject`, wouldVerify: "look by hand, and attest what you saw" };
}

function gapsOf(observation: Observation): readonly Gap[] {
  if ("trouble" in observation) {
    const { kind, message, wouldVerify } = observation.trouble;
    return [{ reason: `${kind}: ${message}`, wouldVerify }];
  }
  if ("bug" in observation) {
    return [{ reason: `a bug in Holdfast: ${observation.bug.message}`, wouldVerify: "report the bug" }];
  }
  return [];
}

function ask(question: Question, observed: ObservationIndex, estate: Estate, now: Date, bugs: Bug[]): Outcome {
  const { control, subject, system, excluded } = question;
  if (excluded !== undefined) return { outcome: "not-applicable", because: excluded };
  const declared = estate.systems[system];
  if (declared === undefined) throw new Error(`the plan names a system that the estate does not have: ${system}`);
  const seen = Object.fromEntries(
    factsNeeded(question).map((fact) => {
      const observation = observed.get(keyOf(fact, subject.id));
      return [camel(fact), observation !== undefined && "facts" in observation ? observation.facts : undefined];
    }),
  );
  const context: JudgeContext<Control["subject"], string> = {
    subject: subject as JudgeContext<Control["subject"], string>["subject"],
    system: declared,
    policy: estate.policy,
    now,
    problem: (id, data = {}, options = {}) => ({
      id,
      message: render(control.problems[id] ?? id, data),
      discriminator: options.discriminator ?? "",
      ...(options.severity === undefined ? {} : { severity: options.severity }),
    }),
  };
  try {
    return control.judge(seen as Parameters<typeof control.judge>[0], context);
  } catch (error) {
    const bug = bugOf(error);
    bugs.push({ ...bug, message: `control ${control.id} on ${subject.id}: ${bug.message}` });
    return {
      outcome: "unknown",
      gaps: [{ reason: `a bug in Holdfast: ${bug.message}`, wouldVerify: "report the bug" }],
    };
  }
}

function camel(kind: string): string {
  return kind.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function referenceTo(observation: Observation): EvidenceReference {
  const { fact, probe, vantage, at, provenance } = observation;
  return { fact, probe, vantage, at, provenance };
}
