import type { Assessment, Tally } from "../../assessment/assessment.ts";
import { levels } from "../../standard/requirement.ts";
import { bySeverity } from "../../verdict/severity.ts";
import { statuses } from "../../verdict/status.ts";
import { failedObservations } from "../failed-observations.ts";
import { grouped } from "../finding-groups.ts";
import { type RequirementLine, sectionsOf } from "../requirement-lines.ts";
import { waysToVerify } from "../ways-to-verify.ts";
import { percent, sourceOf, statusSigns, systemWords, timeWords } from "../wording.ts";
import { finding } from "./finding.ts";
import { cellCode, code, codeBlock, table, text } from "./text.ts";

/** An assessment as GitHub-flavoured Markdown, for a pull request or a wiki; foreign text in it stays text. */
export function renderMarkdown(assessment: Assessment): string {
  const parts = [header, figures, findings, requirements, unverified, observations, bugs];
  return `${parts.flatMap((part) => part(assessment)).join("\n\n")}\n`;
}

function header(assessment: Assessment): readonly string[] {
  return [
    `# Holdfast: ${text(assessment.estate.name)}`,
    [
      `- **Assessed:** ${text(timeWords(assessment.assessedAt))}, by Holdfast ${text(assessment.holdfast)}`,
      `- **Estate from:** ${text(sourceOf(assessment))}`,
      `- **Systems:** ${text(assessment.systems.map(systemWords).join(", "))}`,
      ...(assessment.only.length > 0 ? [`- **Limited to:** ${text(assessment.only.join(", "))}`] : []),
    ].join("\n"),
    ...(assessment.interrupted ? ["**Stopped before everything was looked at.**"] : []),
  ];
}

function figures({ summary }: Assessment): readonly string[] {
  const row = (name: string, it: Tally) => [
    name,
    `**${percent(it.compliance)}** (${it.verified} of ${it.applicable} verified)`,
    `**${percent(it.coverage)}** (${it.lookedAt} of ${it.applicable} looked at)`,
  ];
  const apart = levels.filter((it) => summary.byLevel[it].applicable > 0).map((it) => row(it, summary.byLevel[it]));
  const counts = statuses.filter((it) => summary.byStatus[it] > 0);
  return [
    table(["", "Compliance", "Coverage"], [row("all", summary), ...apart]),
    counts.map((it) => `${statusSigns[it]} ${summary.byStatus[it]} ${it}`).join(" · "),
  ];
}

function findings({ findings: all }: Assessment): readonly string[] {
  const sorted = [...all].sort((a, b) => bySeverity(a.severity, b.severity));
  return sorted.length === 0 ? [] : ["## Findings", ...grouped(sorted).map(finding)];
}

function requirements(assessment: Assessment): readonly string[] {
  return [
    "## Requirements",
    ...sectionsOf(assessment).flatMap(({ section, title, lines }) => [
      `### ${title} (${section})`,
      table(["Status", "Id", "Level", "Requirement", "Systems"], lines.map(requirement)),
    ]),
  ];
}

function requirement({ result, systems, reasons, attestations }: RequirementLine): readonly string[] {
  const { status } = result;
  const told = [...attestations, ...(status === "not applicable" ? reasons : [])];
  const why = told.length > 0 ? `: ${told.map(text).join(" ")}` : "";
  const title = `${text(result.title)}${why}`;
  return [`${statusSigns[status]} ${status}`, result.id, result.level, title, systems.map(text).join(", ")];
}

function unverified(assessment: Assessment): readonly string[] {
  const ways = waysToVerify(assessment);
  if (ways.length === 0) return [];
  const rows = ways.map((it) => [
    String(it.settles),
    String(it.helps),
    text(it.wouldVerify),
    it.requirements.join(", "),
  ]);
  const reasons = assessment.unknowns.map(
    (it) =>
      `- ${it.requirement} (${it.systems.map(text).join(", ")})${it.subject === undefined ? "" : ` on ${code(it.subject)}`}: ${text(it.reason)}`,
  );
  return [
    "## What is unverified, and the smallest thing that would verify it",
    table(["Settles", "Helps with", "What would verify it", "Requirements"], rows),
    `<details><summary>Reasons</summary>\n\n${reasons.join("\n")}\n\n</details>`,
  ];
}

function observations(assessment: Assessment): readonly string[] {
  const failed = failedObservations(assessment);
  if (failed.length === 0) return [];
  const rows = failed.map((it) => [
    cellCode(it.subject),
    it.facts.join(", "),
    it.kind,
    text(it.message) + (it.excerpt === undefined ? "" : ` (it said ${cellCode(it.excerpt)})`),
    text(it.wouldVerify),
  ]);
  return [
    "## Observations that failed",
    table(["Subject", "Facts", "Trouble", "What happened", "Would verify it"], rows),
  ];
}

function bugs({ bugs: all }: Assessment): readonly string[] {
  if (all.length === 0) return [];
  return ["## Mistakes in Holdfast itself", ...all.map((it) => `${text(it.message)}\n\n${codeBlock(it.stack)}`)];
}
