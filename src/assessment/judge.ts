import { render } from "../controls/render.ts";
import type { Estate } from "../estate/schema.ts";
import type { Subject, SubjectId } from "../estate/subject.ts";
import type { FactKind } from "../probes/fact-kinds.ts";
import type { Bug, Observation } from "../probes/observation.ts";
import { aged } from "../verdict/freshness.ts";
import { type Gap, type Outcome, withGaps } from "../verdict/outcome.ts";
import type { ControlOutcome, EvidenceReference } from "./assessment.ts";
import { bugOf } from "./observe.ts";
import type { Elsewhere, Plan, Question } from "./plan.ts";

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
    const find = ({ fact, subject: { id } }: Elsewhere) => ({ fact, id, observation: observed.get(keyOf(fact, id)) });
    const own = factsNeeded(question).map((fact) => find({ fact, subject }));
    const others = elsewhereNeeded(question).map(find);
    const evidence = [...own, ...others].flatMap(({ observation }) =>
      observation === undefined ? [] : [referenceTo(observation, subject.id)],
    );
    const gapsIn = (seen: typeof own) =>
      seen.flatMap(({ fact, id, observation }) =>
        observation === undefined ? [unobserved(plan, id, fact)] : gapsOf(observation),
      );
    const gaps = gapsIn(own);
    const maxAgeMs = estate.policy.evidenceMaxAgeHours * 3_600_000;
    const raw: Outcome = gaps.length > 0 ? { outcome: "unknown", gaps } : ask(question, observed, estate, now, bugs);
    const whole = withGaps(
      raw,
      others.flatMap((it) => gapsIn([it]).map(({ reason, ...gap }) => ({ reason: `${it.id}: ${reason}`, ...gap }))),
    );
    return {
      control: control.id,
      requirement: control.requirement,
      aspect: control.aspect,
      subject: subject.id,
      system,
      outcome: aged(
        whole,
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

/** The facts of all subjects that the control is to be given; none where it does not apply. */
function elsewhereNeeded({ elsewhere, excluded }: Question): readonly Elsewhere[] {
  return excluded === undefined ? elsewhere : [];
}

function unobserved(plan: Plan, subject: SubjectId, fact: FactKind): Gap {
  if (plan.looks.some((it) => it.subject.id === subject && it.wanted.includes(fact)))
    return { reason: `${fact} was not observed`, wouldVerify: "let the assessment finish" };
  if (!plan.systems.some((it) => it.subjects.some(({ id }) => id === subject)))
    return { reason: `${fact} was not asked for`, wouldVerify: "assess all systems of the estate at once" };
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
  type Context = Parameters<typeof control.judge>[1];
  const context: Context = {
    subject: subject as Context["subject"],
    across: acrossOf(question, observed) as Context["across"],
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

/** What was told of all subjects, by camel-cased kind of fact. */
function acrossOf(
  question: Question,
  observed: ObservationIndex,
): Readonly<Record<string, readonly { subject: Subject; facts: unknown }[]>> {
  const needed = elsewhereNeeded(question);
  return Object.fromEntries(
    (question.control.across ?? []).map((kind) => [
      camel(kind),
      needed.flatMap(({ fact, subject }) => {
        const observation = fact === kind ? observed.get(keyOf(fact, subject.id)) : undefined;
        return observation !== undefined && "facts" in observation ? [{ subject, facts: observation.facts }] : [];
      }),
    ]),
  );
}

function camel(kind: string): string {
  return kind.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function referenceTo(observation: Observation, own: SubjectId): EvidenceReference {
  const { fact, subject, probe, vantage, at, provenance } = observation;
  return { fact, ...(subject !== own && { of: subject }), probe, vantage, at, provenance };
}
