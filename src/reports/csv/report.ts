import type { Assessment, EvidenceReference } from "../../assessment/assessment.ts";
import { failedObservations } from "../failed-observations.ts";
import { visible, visibleLines } from "../visible.ts";
import { attestationsOf } from "../wording.ts";
import { csv } from "./table.ts";

const columns = [
  "kind",
  "id",
  "requirement",
  "level",
  "systems",
  "status",
  "control",
  "subject",
  "severity",
  "title",
  "text",
  "would_verify",
  "deadline",
  "remedy",
  "evidence",
] as const;
type Row = Partial<Record<(typeof columns)[number], string>> & { readonly kind: string };

/**
 * An assessment as CSV (RFC 4180, UTF-8). The column `kind` tells the rows apart: `requirement` (one for each system),
 * `finding`, `unknown`, `failed-observation` and `bug`; several systems are parted by spaces.
 */
export function renderCsv(assessment: Assessment): string {
  const rows = [...requirements(assessment), ...findings(assessment), ...unknowns(assessment), ...failures(assessment)];
  return csv([columns, ...rows.map((row) => columns.map((column) => lines([row[column] ?? ""])))]);
}

function requirements(assessment: Assessment): readonly Row[] {
  return assessment.requirements.map((it) => {
    const { id, level, system, status, title, reasons } = it;
    const text = lines([...attestationsOf(it), ...reasons]);
    return { kind: "requirement", id, requirement: id, level, systems: system, status, title, text };
  });
}

function findings(assessment: Assessment): readonly Row[] {
  return assessment.findings.map((it) => ({
    kind: "finding",
    id: it.id,
    requirement: it.requirement,
    level: it.level,
    systems: it.systems.join(" "),
    status: it.exception === undefined ? "violated" : "excepted",
    control: it.control,
    subject: it.subject,
    severity: it.severity,
    title: it.title,
    text: visible(it.problem),
    deadline: it.deadline ?? "",
    remedy: it.remedy.map(({ product, text }) => `${product}: ${visibleLines(text).join("\n")}`).join("\n"),
    evidence: lines(it.evidence.flatMap(evidence)),
  }));
}

function evidence({ probe, fact, of, at, vantage, provenance }: EvidenceReference): readonly string[] {
  return provenance.map(({ request, status, bytes, sha256 }) => {
    const digest = sha256.startsWith("hmac:") ? sha256 : `sha256:${sha256}`;
    return `${at} ${vantage} ${probe}/${fact}${of === undefined ? "" : ` of ${of}`}: ${request}: status ${status ?? "none"}, ${bytes} bytes, ${digest}`;
  });
}

function unknowns(assessment: Assessment): readonly Row[] {
  return assessment.unknowns.map((it) => ({
    kind: "unknown",
    requirement: it.requirement,
    level: it.level,
    systems: it.systems.join(" "),
    control: it.control ?? "",
    subject: it.subject ?? "",
    text: visible(it.reason),
    would_verify: visible(it.wouldVerify),
  }));
}

function failures(assessment: Assessment): readonly Row[] {
  const failed = failedObservations(assessment).map((it) => ({
    kind: "failed-observation",
    subject: it.subject,
    title: `${it.kind}: ${it.facts.join(" ")}`,
    text: visible(it.message),
    would_verify: visible(it.wouldVerify),
    evidence: visible(it.excerpt ?? ""),
  }));
  return [
    ...failed,
    ...assessment.bugs.map(({ message, stack }) => ({ kind: "bug", title: visible(message), text: lines([stack]) })),
  ];
}

function lines(several: readonly string[]): string {
  return several.flatMap(visibleLines).join("\n");
}
