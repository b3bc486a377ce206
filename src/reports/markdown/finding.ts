import type { EvidenceReference, Finding } from "../../assessment/assessment.ts";
import { dayWords } from "../wording.ts";
import { code, codeBlock, text } from "./text.ts";

/** A finding with its fix and its evidence. */
export function finding(it: Finding): string {
  const { exception, deadline } = it;
  const excepted =
    exception &&
    `Excepted until ${text(dayWords(exception.until))}, approved by ${text(exception.approvedBy)}: ${text(exception.because)}`;
  return [
    `### ${it.requirement} · ${it.severity} · ${text(it.title)}`,
    `Does not hold on ${code(it.subject)} (${it.level}, ${it.systems.map(text).join(", ")}):`,
    `> ${text(it.problem)}`,
    ...(excepted === undefined ? [] : [excepted]),
    ...(deadline === undefined ? [] : [`**Mend by ${text(dayWords(deadline))}.**`]),
    ...it.remedy.map(({ product, text: fix }) => `Fix on ${product}:\n\n${codeBlock(fix)}`),
    evidence(it),
  ].join("\n\n");
}

function evidence(it: Finding): string {
  const lines = it.evidence.flatMap(reference);
  return [
    "<details><summary>Evidence</summary>",
    "",
    `Control ${code(it.control)}, finding ${code(it.id)}`,
    "",
    ...lines,
    "",
    "</details>",
  ].join("\n");
}

function reference({ probe, fact, at, vantage, provenance }: EvidenceReference): readonly string[] {
  return [
    `- ${code(probe)} told ${code(fact)} at ${code(at)} from ${code(vantage)}`,
    ...provenance.map(({ request, status, bytes, sha256 }) => {
      const digest = sha256.startsWith("hmac:") ? sha256 : `sha256:${sha256}`;
      return `  - ${code(request)}: status ${status ?? "none"}, ${bytes} bytes, ${code(digest)}`;
    }),
  ];
}
