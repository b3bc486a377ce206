import type { Assessment, ControlOutcome, Finding, Tally } from "../../assessment/assessment.ts";
import { levels } from "../../standard/requirement.ts";
import type { Trouble } from "../../transports/trouble.ts";
import { statuses } from "../../verdict/status.ts";
import { jsonText } from "../json-text.ts";
import { type AssessmentDocument, schemaName } from "./schema.ts";

/**
 * The assessment as JSON for programs: two-space indented, with a newline at the end; the order of keys is fixed and the
 * order of entries is the assessment's, so that equal assessments are equal bytes. Its shape is `assessmentSchema`.
 */
export function renderJson(assessment: Assessment): string {
  return jsonText(documentOf(assessment));
}

function documentOf(it: Assessment): AssessmentDocument {
  return {
    schema: schemaName,
    holdfast: it.holdfast,
    assessedAt: it.assessedAt,
    estate: { name: it.estate.name, source: it.estate.source, files: [...it.estate.files] },
    only: [...it.only],
    interrupted: it.interrupted,
    summary: {
      ...tallyOf(it.summary),
      byLevel: recordOf(levels, (level) => tallyOf(it.summary.byLevel[level])),
    },
    systems: it.systems.map(({ name, environment, assuranceClass }) => ({
      name,
      environment,
      assuranceClass: assuranceClass ?? null,
    })),
    requirements: it.requirements.map((requirement) => ({
      id: requirement.id,
      section: requirement.section,
      title: requirement.title,
      system: requirement.system,
      level: requirement.level,
      status: requirement.status,
      reasons: [...requirement.reasons],
      levels: requirement.levels.map(({ level, status }) => ({ level, status })),
      aspects: requirement.aspects.map(({ id, level, status, statement }) => ({ id, level, status, statement })),
      lookedAt: requirement.lookedAt,
    })),
    findings: it.findings.map(findingOf),
    unknowns: it.unknowns.map((unknown) => ({
      control: unknown.control ?? null,
      requirement: unknown.requirement,
      subject: unknown.subject ?? null,
      reason: unknown.reason,
      wouldVerify: unknown.wouldVerify,
      aspect: unknown.aspect,
      level: unknown.level,
      systems: [...unknown.systems],
    })),
    outcomes: it.outcomes.map(outcomeOf),
    observations: it.observations.map(({ fact, probe, subject, vantage, at, tookMs, trouble, bug }) => ({
      fact,
      probe,
      subject,
      vantage,
      at,
      tookMs,
      ...(trouble && { trouble: troubleOf(trouble) }),
      ...(bug && { bug: { message: bug.message, stack: bug.stack } }),
    })),
    bugs: it.bugs.map(({ message, stack }) => ({ message, stack })),
  };
}

function findingOf(finding: Finding): AssessmentDocument["findings"][number] {
  return {
    id: finding.id,
    control: finding.control,
    requirement: finding.requirement,
    subject: finding.subject,
    severity: finding.severity,
    problem: finding.problem,
    title: finding.title,
    aspect: finding.aspect,
    level: finding.level,
    systems: [...finding.systems],
    evidence: evidenceOf(finding.evidence),
    remedy: finding.remedy.map(({ product, text }) => ({ product, text })),
    deadline: finding.deadline ?? null,
    exception: finding.exception ?? null,
  };
}

function outcomeOf(it: ControlOutcome): AssessmentDocument["outcomes"][number] {
  const { outcome } = it;
  return {
    control: it.control,
    requirement: it.requirement,
    aspect: it.aspect,
    subject: it.subject,
    system: it.system,
    outcome: outcome.outcome,
    because: "because" in outcome ? outcome.because : null,
    problems:
      outcome.outcome === "fails"
        ? outcome.problems.map(({ id, message, discriminator, severity }) => ({
            id,
            message,
            discriminator,
            severity: severity ?? null,
          }))
        : [],
    gaps: "gaps" in outcome ? outcome.gaps.map(({ reason, wouldVerify }) => ({ reason, wouldVerify })) : [],
    evidence: evidenceOf(it.evidence),
  };
}

function evidenceOf(evidence: Finding["evidence"]): AssessmentDocument["findings"][number]["evidence"] {
  return evidence.map(({ fact, of, probe, vantage, at, provenance }) => ({
    fact,
    ...(of !== undefined && { of }),
    probe,
    vantage,
    at,
    provenance: provenance.map(({ request, status, bytes, sha256 }) => ({ request, status, bytes, sha256 })),
  }));
}

function troubleOf({ kind, message, wouldVerify, excerpt }: Trouble) {
  return { kind, message, wouldVerify, ...(excerpt !== undefined && { excerpt }) };
}

function tallyOf({ applicable, verified, lookedAt, compliance, coverage, byStatus }: Tally) {
  const counts = recordOf(statuses, (status) => byStatus[status]);
  return { applicable, verified, lookedAt, compliance, coverage, byStatus: counts };
}

function recordOf<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}
