import type { Control } from "../controls/control.ts";
import type { Estate } from "../estate/schema.ts";
import type { Observation } from "../probes/observation.ts";
import type { Product } from "../probes/product.ts";
import { deadline } from "../standard/deadlines.ts";
import type { Level } from "../standard/requirement.ts";
import type { Problem } from "../verdict/outcome.ts";
import { bySeverity } from "../verdict/severity.ts";
import type { ControlOutcome, Finding } from "./assessment.ts";
import { exceptionFor } from "./waivers.ts";

interface FindingSources {
  readonly outcomes: readonly ControlOutcome[];
  readonly controls: readonly Control[];
  readonly observations: readonly Observation[];
  readonly estate: Estate;
  readonly now: Date;
  readonly levelOf: (outcome: ControlOutcome) => Level;
}

/** Every problem as a finding, the gravest first; one that several systems share is told once, with all their names. */
export function findingsOf(sources: FindingSources): readonly Finding[] {
  const byId = new Map<string, Finding>();
  for (const outcome of sources.outcomes) {
    if (outcome.outcome.outcome !== "fails") continue;
    for (const problem of outcome.outcome.problems) {
      const finding = findingOf(outcome, problem, sources);
      const known = byId.get(finding.id);
      byId.set(finding.id, known === undefined ? finding : united(known, finding));
    }
  }
  return [...byId.values()].sort(
    (a, b) => bySeverity(a.severity, b.severity) || compare(a.requirement, b.requirement) || compare(a.id, b.id),
  );
}

function findingOf(outcome: ControlOutcome, problem: Problem, sources: FindingSources): Finding {
  const control = sources.controls.find((it) => it.id === outcome.control);
  if (control === undefined) throw new Error(`an outcome names a control that is not there: ${outcome.control}`);
  const exception = exceptionFor(sources.estate, outcome, sources.now);
  const severity = problem.severity ?? control.severity;
  const system = sources.estate.systems[outcome.system];
  const due = deadline(severity, system?.exposure, system?.criticality, sources.now);
  return {
    id: [control.id, outcome.subject, problem.id, problem.discriminator].filter((it) => it !== "").join("#"),
    control: control.id,
    title: control.title,
    requirement: control.requirement,
    aspect: control.aspect,
    level: sources.levelOf(outcome),
    subject: outcome.subject,
    systems: [outcome.system],
    severity,
    problem: problem.message,
    evidence: outcome.evidence,
    remedy: remedyFor(control, outcome, sources.observations),
    ...(due === undefined ? {} : { deadline: due.toISOString() }),
    ...(exception === undefined
      ? {}
      : { exception: { approvedBy: exception.approvedBy, because: exception.because, until: exception.until } }),
  };
}

/** An exception that covers the problem for one system only must not hide it for the other. */
function united(a: Finding, b: Finding): Finding {
  const { exception: _, ...bare } = a;
  const systems = [...new Set([...a.systems, ...b.systems])].sort(compare);
  const due = [a.deadline, b.deadline].filter((it) => it !== undefined).sort(compare)[0];
  const shared = a.exception !== undefined && b.exception !== undefined ? { exception: a.exception } : {};
  return { ...bare, systems, ...(due === undefined ? {} : { deadline: due }), ...shared };
}

function remedyFor(control: Control, outcome: ControlOutcome, observations: readonly Observation[]): Finding["remedy"] {
  const recognised = new Set(observations.filter((it) => it.subject === outcome.subject).flatMap((it) => it.products));
  const all = Object.entries(control.remedy).map(([product, text]) => ({ product: product as Product, text }));
  const fitting = all.filter((it) => recognised.has(it.product));
  return fitting.length > 0 ? fitting : all;
}

/** Compares by code units, so that the order never depends on the machine's language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
