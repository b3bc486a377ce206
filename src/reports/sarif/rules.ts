import type { Assessment, Finding, UnknownEntry } from "../../assessment/assessment.ts";
import type { RequirementId } from "../../standard/requirement.ts";
import { bySeverity, type Severity } from "../../verdict/severity.ts";
import { visible, visibleLines } from "../visible.ts";

export const taxonomyName = "TSS-WEB Secure Operation";

/** How a code scanner names our severities. `info` has no score: it is no weakness by itself. */
const levelOf = { critical: "error", high: "error", medium: "warning", low: "note", info: "note" } as const;
const scoreOf = { critical: "9.5", high: "8.0", medium: "5.5", low: "3.0" } as const;
const kindOf = { error: "error", warning: "warning", note: "recommendation" } as const;

/** Level of a result of that severity. */
export function sarifLevel(severity: Severity) {
  return levelOf[severity];
}

/** The rule that an unknown belongs to: its control, or the requirement itself where no control measures it. */
export function ruleOf(unknown: UnknownEntry): string {
  return visible(unknown.control ?? unknown.requirement);
}

/** Each control that said anything and each requirement that nothing measures, as rules sorted by id. */
export function rulesOf(assessment: Assessment) {
  const requirements = new Map<string, Set<RequirementId>>();
  const note = (rule: string, requirement: RequirementId) =>
    requirements.set(rule, (requirements.get(rule) ?? new Set()).add(requirement));
  for (const it of assessment.outcomes) note(visible(it.control), it.requirement);
  for (const it of assessment.findings) note(visible(it.control), it.requirement);
  for (const it of assessment.unknowns) note(ruleOf(it), it.requirement);
  const taxa = taxaOf(assessment);
  return [...requirements]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, served]) => ruleFor(id, [...served].sort(), assessment, taxa));
}

function ruleFor(id: string, served: readonly RequirementId[], assessment: Assessment, taxa: readonly Taxon[]) {
  const findings = assessment.findings.filter((it) => visible(it.control) === id);
  const worst = findings.map((it) => it.severity).sort(bySeverity)[0];
  const titles = served.map((it) => `${it}: ${titleOf(assessment, it)}`);
  const claim = findings[0] === undefined ? titles.join("; ") : visible(findings[0].title);
  const level = worst === undefined ? "note" : sarifLevel(worst);
  return {
    id,
    shortDescription: { text: short(claim) },
    fullDescription: { text: short(`${claim}. It serves ${titles.join("; ")}.`) },
    help: helpFor(findings, titles),
    defaultConfiguration: { level },
    relationships: served.map((it) => ({ target: taxonReference(it, taxa), kinds: ["relevant"] })),
    properties: {
      tags: [...new Set(["security", "tss-web", ...served.map((it) => it.slice(0, 3).toLowerCase()), ...served])].slice(
        0,
        20,
      ),
      precision: "very-high",
      "problem.severity": kindOf[level],
      ...(worst !== undefined && worst !== "info" && { "security-severity": scoreOf[worst] }),
    },
  };
}

function helpFor(findings: readonly Finding[], titles: readonly string[]) {
  const remedies = new Map(
    findings.flatMap((it) => it.remedy).map(({ product, text }) => [product, visibleLines(text)]),
  );
  const head = titles.map(visible);
  const none = "What would verify it stands with each result.";
  return {
    text: [
      ...head,
      ...[...remedies].map(([product, text]) => `${product}:\n${text.join("\n")}`),
      ...(remedies.size === 0 ? [none] : []),
    ].join("\n\n"),
    markdown: [
      ...head,
      ...[...remedies].map(([product, text]) => `**${product}**\n\n${indented(text)}`),
      ...(remedies.size === 0 ? [none] : []),
    ].join("\n\n"),
  };
}

/** An indented code block: unlike a fenced one, no text can end it. */
function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join("\n");
}

interface Taxon {
  readonly id: RequirementId;
  readonly shortDescription: { readonly text: string };
}

/** The requirements of the assessment, in its order, as entries of the taxonomy. */
export function taxaOf({ requirements }: Assessment): readonly Taxon[] {
  const titles = new Map(requirements.map((it) => [it.id, it.title]));
  return [...titles].map(([id, title]) => ({ id, shortDescription: { text: short(title) } }));
}

/** How a rule or a result refers to a requirement. */
export function taxonReference(id: RequirementId, taxa: readonly Taxon[]) {
  return { id, index: taxa.findIndex((it) => it.id === id), toolComponent: { name: taxonomyName, index: 0 } };
}

function titleOf({ requirements }: Assessment, id: RequirementId): string {
  return requirements.find((it) => it.id === id)?.title ?? id;
}

/** Code scanners want a description of 1 to 1,024 characters. */
function short(text: string): string {
  const characters = [...(visible(text) || "(no text)")];
  return characters.length <= 1024 ? characters.join("") : `${characters.slice(0, 1023).join("")}…`;
}
