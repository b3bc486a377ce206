import { createHash } from "node:crypto";
import type { Assessment, Finding, UnknownEntry } from "../../assessment/assessment.ts";
import { bySeverity } from "../../verdict/severity.ts";
import { visible } from "../visible.ts";
import { locationOf } from "./location.ts";
import { ruleOf, sarifLevel, taxaOf, taxonReference } from "./rules.ts";

/**
 * Findings, the gravest first, then everything unknown as an open result, so that no reader takes it for a pass. What
 * holds is left out: code scanners would show it as an alert.
 */
export function resultsOf(assessment: Assessment, rules: readonly { readonly id: string }[]) {
  const findings = assessment.findings.toSorted((a, b) => bySeverity(a.severity, b.severity));
  const index = new Map(rules.map((it, position) => [it.id, position]));
  const taxa = taxaOf(assessment);
  const headOf = (ruleId: string, it: Finding | UnknownEntry) => ({
    ruleId,
    ruleIndex: index.get(ruleId) ?? -1,
    locations: [locationOf(assessment, it.subject)],
    taxa: [taxonReference(it.requirement, taxa)],
  });
  return [
    ...findings.map((it) => ({ ...headOf(visible(it.control), it), ...findingResult(it) })),
    ...assessment.unknowns.map((it) => ({ ...headOf(ruleOf(it), it), ...unknownResult(it) })),
  ];
}

function findingResult(finding: Finding) {
  const { severity, exception, deadline } = finding;
  return {
    kind: "fail",
    level: sarifLevel(severity),
    message: { text: messageText(finding.problem) },
    partialFingerprints: fingerprintOf(finding.id),
    suppressions:
      exception === undefined
        ? []
        : [
            {
              kind: "external",
              status: "accepted",
              justification: visible(
                `${exception.because} (approved by ${exception.approvedBy}, until ${exception.until})`,
              ),
            },
          ],
    properties: {
      findingId: visible(finding.id),
      severity,
      ...commonProperties(finding),
      ...(deadline !== undefined && { deadline: visible(deadline) }),
    },
  };
}

function unknownResult(unknown: UnknownEntry) {
  const { control, requirement, aspect, subject, reason, wouldVerify } = unknown;
  return {
    kind: "open",
    level: "none",
    message: { text: messageText(`Not verified: ${reason}. What would verify it: ${wouldVerify}`) },
    partialFingerprints: fingerprintOf(
      JSON.stringify([requirement, aspect, control, subject, unknown.systems, reason, wouldVerify]),
    ),
    suppressions: [],
    properties: { ...commonProperties(unknown), wouldVerify: visible(wouldVerify) },
  };
}

function commonProperties({ requirement, aspect, level, systems }: Finding | UnknownEntry) {
  return { requirement, aspect: visible(aspect), level, systems: systems.map(visible) };
}

/** In this text `[words](target)` would be a link, and the words may be a hostile server's. */
function messageText(text: string): string {
  return visible(text).replaceAll("](", "] (") || "(no text)";
}

/** What code scanners follow a result by; they expect a hash and a line. */
function fingerprintOf(stable: string) {
  return { primaryLocationLineHash: `${createHash("sha256").update(stable).digest("hex").slice(0, 16)}:1` };
}
