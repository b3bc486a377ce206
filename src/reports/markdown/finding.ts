import type { EvidenceReference, Finding } from "../../assessment/assessment.ts";
import type { FindingGroup } from "../finding-groups.ts";
import { dayWords } from "../wording.ts";
import { code, codeBlock, text } from "./text.ts";

/** Findings of one control on one subject, with their fix and their evidence. */
export function finding({ finding: it, findings, evidence: references }: FindingGroup): string {
  const { exception, deadline } = it;
  const excepted =
    exception &&
    `Excepted until ${text(dayWords(exception.until))}, approved by ${text(exception.approvedBy)}: ${text(exception.because)}`;
  return [
    `### ${it.requirement} · ${it.severity} · ${text(it.title)}`,
    `Does not hold on ${code(it.subject)} (${it.level}, ${it.systems.map(text).join(", ")}):`,
    findings.map(({ problem }) => `- ${text(problem)}`).join("\n"),
    ...(excepted === undefined ? [] : [excepted]),
    ...(deadline === undefined ? [] : [`**Mend by ${text(dayWords(deadline))}.**`]),
    ...it.remedy.map(({ product, text: fix }) => `Fix on ${product}:\n\n${codeBlock(fix)}`),
    evidence(it, findings, references),
  ].join("\n\n");
}

function evidence(it: Finding, findings: readonly Finding[], references: readonly EvidenceReference[]): string {
  const lines = references.flatMap(reference);
  const ids = findings.map(({ id }) => code(id)).join(", ");
  return [
    "<details><summary>Evidence</summary>",
    "",
    `Control ${code(it.control)}, finding ${ids}`,
    "",
    ...lines,
    "",
    "</details>",
  ].join("\n");
}

function reference({ probe, fact, of, at, vantage, provenance }: EvidenceReference): readonly string[] {
  return [
    `- ${code(probe)} told ${code(fact)}${of === undefined ? "" : ` of ${code(of)}`} at ${code(at)} from ${code(vantage)}`,
    ...provenance.map(({ request, status, bytes, sha256 }) => {
      const digest = sha256.startsWith("hmac:") ? sha256 : `sha256:${sha256}`;
      return `  - ${code(request)}: status ${status ?? "none"}, ${bytes} bytes, ${code(digest)}`;
    }),
  ];
}
