import type { Assessment, Finding, RequirementResult } from "../assessment/assessment.ts";
import { sections } from "../standard/catalog.ts";
import type { SectionId } from "../standard/requirement.ts";
import { bySeverity } from "../verdict/severity.ts";
import { byStatus } from "../verdict/status.ts";
import { attestationsOf } from "./wording.ts";

/** One requirement with one status, for all the systems of which that is said. */
export interface RequirementLine {
  readonly result: RequirementResult;
  readonly systems: readonly string[];
  readonly reasons: readonly string[];
  /** What named persons attest of it, in words. */
  readonly attestations: readonly string[];
  /** The gravest first. */
  readonly findings: readonly Finding[];
}

export interface SectionLines {
  readonly section: SectionId;
  readonly title: string;
  readonly lines: readonly RequirementLine[];
}

/** Requirements by section in the standard's order, the worst first in each; systems that agree share a line. */
export function sectionsOf(assessment: Assessment): readonly SectionLines[] {
  return sections
    .map(({ id, title }) => ({ section: id, title, lines: linesOf(assessment, id) }))
    .filter((it) => it.lines.length > 0);
}

function linesOf(assessment: Assessment, section: SectionId): readonly RequirementLine[] {
  const inSection = assessment.requirements.filter((it) => it.section === section);
  const groups = Map.groupBy(inSection, (it) => `${it.id} ${it.status} ${it.level}`);
  return [...groups.values()].flatMap(lineOf.bind(undefined, assessment)).sort(byUrgency);
}

function lineOf(assessment: Assessment, results: readonly RequirementResult[]): readonly RequirementLine[] {
  const [result] = results;
  if (result === undefined) return [];
  const systems = results.map((it) => it.system);
  const findings = assessment.findings
    .filter((it) => it.requirement === result.id && it.systems.some((system) => systems.includes(system)))
    .sort((a, b) => bySeverity(a.severity, b.severity));
  const reasons = [...new Set(results.flatMap((it) => it.reasons))];
  const attestations = [...new Set(results.flatMap(attestationsOf))];
  return [{ result, systems, reasons, attestations, findings }];
}

function byUrgency(a: RequirementLine, b: RequirementLine): number {
  return byStatus(a.result.status, b.result.status) || numberOf(a.result.id) - numberOf(b.result.id);
}

function numberOf(id: string): number {
  return Number(id.slice(id.indexOf("-") + 1));
}
