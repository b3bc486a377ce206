import type { Control } from "../controls/control.ts";
import type { Estate, SystemDeclaration } from "../estate/schema.ts";
import type { Subject } from "../estate/subject.ts";
import { subjectsOf } from "../estate/subjects.ts";
import type { FactKind } from "../probes/fact-kinds.ts";
import type { Probe } from "../probes/probe.ts";
import { type AssuranceClass, assuranceClass } from "../standard/assurance.ts";
import { requirements as catalog } from "../standard/catalog.ts";
import { type Requirement, type SectionId, sectionIds } from "../standard/requirement.ts";

/** One probe to be pointed at one subject. */
export interface Look {
  readonly probe: Probe;
  readonly subject: Subject;
  /** The kinds of fact that its questions need. */
  readonly wanted: readonly FactKind[];
  /** Sections of the standard that it is for, in the standard's order; for telling progress. */
  readonly sections: readonly SectionId[];
}

/** One control to be judged on one subject for one system. */
export interface Question {
  readonly control: Control;
  readonly subject: Subject;
  readonly system: string;
  /** Facts that the estate's own declaration of the subject rules out; nobody looks for them. */
  readonly ruledOut: readonly FactKind[];
  /** Why the control does not apply: it needs one of those facts. */
  readonly excluded?: string;
  /** Facts of other subjects that it needs as well. */
  readonly elsewhere: readonly Elsewhere[];
}

/** A fact of a subject that need not be the question's own. */
export interface Elsewhere {
  readonly fact: FactKind;
  readonly subject: Subject;
}

export interface PlannedSystem {
  readonly name: string;
  readonly declared: SystemDeclaration;
  readonly assuranceClass: AssuranceClass | undefined;
  readonly subjects: readonly Subject[];
}

/** What is to be asked; follows from the estate alone. */
export interface Plan {
  readonly requirements: readonly Requirement[];
  readonly systems: readonly PlannedSystem[];
  readonly questions: readonly Question[];
  readonly looks: readonly Look[];
}

/** What a user limited the assessment to. */
export interface Selection {
  /** Ids of requirements, sections or controls (each for its whole requirement); empty for all. */
  readonly only: readonly string[];
  /** Names of systems; empty for all. */
  readonly systems: readonly string[];
}

export const everything: Selection = { only: [], systems: [] };

/** Plans an assessment: every control on every subject of its kind, and the looks that these need. */
export function plan(
  estate: Estate,
  controls: readonly Control[],
  probes: readonly Probe[],
  selection: Selection = everything,
): Plan {
  const requirements = catalog.filter((it) => isWanted(it, selection.only, controls));
  const chosen = controls.filter((it) => requirements.some(({ id }) => id === it.requirement));
  const subjects = subjectsOf(estate);
  const systems = Object.entries(estate.systems)
    .filter(([name]) => selection.systems.length === 0 || selection.systems.includes(name))
    .map(([name, declared]) => ({
      name,
      declared,
      assuranceClass: assuranceClass(declared.criticality, declared.exposure),
      subjects: subjects.filter((it) => it.systems.includes(name)),
    }));
  const questions = systems.flatMap((system) =>
    system.subjects.flatMap((subject) =>
      chosen
        .filter((it) => it.subject === subject.kind)
        .map((control) => ({
          ...{ control, subject, system: system.name, ...ruledOutFor(control, subject, probes) },
          elsewhere: elsewhereFor(control, control.within === "system" ? system.subjects : subjects, probes),
        })),
    ),
  );
  const reachable = new Set(systems.flatMap((it) => it.subjects.map(({ id }) => id)));
  const looks = looksFor(needsOf(questions, reachable), probes, selection.only.length > 0);
  return { requirements, systems, questions, looks };
}

/** Whatever a control asks of all subjects, or of all of its system, of each that can have it and belongs to a system. */
function elsewhereFor(
  { across = [] }: Control,
  subjects: readonly Subject[],
  probes: readonly Probe[],
): readonly Elsewhere[] {
  return across.flatMap((fact) => {
    const telling = probes.filter((it) => it.yields.includes(fact));
    return subjects
      .filter((it) => it.systems.length > 0 && telling.some((one) => one.subject === it.kind))
      .filter((it) => telling.every((one) => one.ruledOut?.(it.declared as never) === undefined))
      .map((subject) => ({ fact, subject }));
  });
}

/** What a question needs of one subject. */
interface Need {
  readonly subject: Subject;
  readonly facts: readonly FactKind[];
  readonly section: SectionId;
}

/** @param reachable - ids of the subjects that the assessment is about; at no other does anybody look */
function needsOf(questions: readonly Question[], reachable: ReadonlySet<string>): readonly Need[] {
  const all = questions.flatMap(({ control, subject, elsewhere }): readonly Need[] => {
    const section = sectionIds.find((id) => control.requirement.startsWith(`${id}-`));
    if (section === undefined) return [];
    const others = elsewhere.map((it) => ({ subject: it.subject, facts: [it.fact], section }));
    return [{ subject, facts: control.observes, section }, ...others];
  });
  return all.filter((it) => reachable.has(it.subject.id));
}

/** A control stands for its whole requirement here: a part of the controls alone could make it look verified. */
function isWanted({ id, section }: Requirement, only: readonly string[], controls: readonly Control[]): boolean {
  if (only.length === 0) return true;
  const own = controls.filter((it) => it.requirement === id).map((it) => it.id);
  return only.some((it) => own.includes(it) || it.toUpperCase() === id || it.toUpperCase() === section);
}

/** What the declaration of the subject rules out of a control's facts, and whether the control can do without. */
function ruledOutFor(
  { observes, spares }: Control,
  { declared }: Subject,
  probes: readonly Probe[],
): Pick<Question, "ruledOut" | "excluded"> {
  const absent = observes.flatMap((fact) => {
    const because = probes.find((it) => it.yields.includes(fact))?.ruledOut?.(declared as never);
    return because === undefined ? [] : [{ fact, because }];
  });
  const excluded = absent.find(({ fact }) => !(spares as readonly FactKind[] | undefined)?.includes(fact))?.because;
  return { ruledOut: absent.map((it) => it.fact), ...(excluded === undefined ? {} : { excluded }) };
}

/**
 * Each probe at most once a subject, and only where a question needs one of its facts. Unless the assessment is limited
 * it tells all it can, so that controls to come can judge the recording.
 */
function looksFor(needs: readonly Need[], probes: readonly Probe[], limited: boolean): readonly Look[] {
  const bySubject = Map.groupBy(needs, (it) => it.subject.id);
  return [...bySubject.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    return probes
      .filter((probe) => probe.subject === first.subject.kind && appliesTo(probe, first.subject))
      .filter((probe) => probe.ruledOut?.(first.subject.declared as never) === undefined)
      .flatMap((probe) => {
        const served = own.filter(({ facts }) => facts.some((fact) => probe.yields.includes(fact)));
        if (served.length === 0) return [];
        const wanted = probe.yields.filter((fact) => !limited || served.some(({ facts }) => facts.includes(fact)));
        const sections = sectionIds.filter((id) => served.some(({ section }) => section === id));
        return [{ probe, subject: first.subject, wanted, sections }];
      });
  });
}

/** Probes of several products share a kind of subject, and each its own facts: only one of them is to tell them. */
function appliesTo(probe: Probe, { declared }: Subject): boolean {
  return probe.appliesTo?.(declared as Parameters<NonNullable<Probe["appliesTo"]>>[0]) ?? true;
}
