import type {
  Assessment,
  ControlOutcome,
  Finding,
  ObservationEntry,
  RequirementResult,
  Summary,
  Tally,
  UnknownEntry,
} from "../src/assessment/assessment.ts";
import type { SubjectId } from "../src/estate/subject.ts";
import type { Level, SectionId } from "../src/standard/requirement.ts";
import { type Status, statuses } from "../src/verdict/status.ts";
import { hostile, sampleFindings } from "./sample-findings.ts";
import { sampleRequirements, sampleWouldVerify } from "./sample-requirements.ts";

export { hostile } from "./sample-findings.ts";

const systems = ["shop", "intranet"] as const;
const subjects = { shop: "endpoint:https://shop.example.com/", intranet: "host:wiki" } as const;

/**
 * A whole assessment as a real run gives it: two systems, all 51 requirements, every status, findings of every severity,
 * and foreign text that tries to break out of each format. Its parts agree with each other.
 */
export function sampleAssessment(overrides: Partial<Assessment> = {}): Assessment {
  const requirements = systems.flatMap((system) => requirementsOf(system));
  return {
    holdfast: "0.1.0",
    assessedAt: "2026-11-20T09:15:00.000Z",
    estate: { name: "example-estate", source: "file", files: ["estate/holdfast.yaml", "estate/people.yaml"] },
    only: [],
    interrupted: false,
    systems: [
      { name: "shop", environment: "production", assuranceClass: "high" },
      { name: "intranet", environment: "production", assuranceClass: "standard" },
    ],
    requirements,
    findings: sampleFindings,
    unknowns: systems.flatMap((system) => unknownsOf(system)),
    outcomes: [...sampleFindings.flatMap(failures), ...systems.flatMap(holding)],
    observations,
    bugs: [
      {
        message: `Cannot read properties of undefined ${hostile.script}`,
        stack: "TypeError: Cannot read properties\n    at judge (control.ts:12:7)",
      },
    ],
    summary: summarise(requirements),
    ...overrides,
  };
}

const attestation = {
  by: "alice",
  statement: "The list of accounts was reviewed with the owners of the systems.",
  evidence: `record REV-118 ${hostile.script}`,
  on: "2026-11-02",
  until: "2027-05-31",
};

function requirementsOf(system: (typeof systems)[number]): RequirementResult[] {
  return sampleRequirements.map(([id, level, title, inShop, inIntranet]) => {
    const status = system === "shop" ? inShop : inIntranet;
    const section = id.slice(0, 3) as SectionId;
    return {
      id,
      section,
      title,
      system,
      level,
      status,
      levels:
        id === "SEP-5"
          ? [
              { level: "MUST", status },
              { level, status },
            ]
          : [{ level, status }],
      aspects: [
        {
          id: "main",
          level,
          status,
          statement: `${title}, on every subject that the estate declares.`,
          ...(status === "attested" ? { attestation } : {}),
        },
        ...(status === "violated"
          ? [{ id: "rest", level, status: "verified" as const, statement: "The rest of it." }]
          : []),
      ],
      reasons: reasonsOf(system, id, status, section),
      lookedAt: status === "verified" || status === "violated" || status === "excepted",
    };
  });
}

function reasonsOf(system: string, id: string, status: Status, section: SectionId): string[] {
  if (status === "violated" || status === "excepted") {
    return sampleFindings.filter((it) => it.requirement === id && it.systems.includes(system)).map((it) => it.problem);
  }
  if (status === "verified") return [`All that was looked at holds: 4 of 4 answers, ${hostile.image}`];
  if (status === "attested") return ["nothing measures yet that only required persons have access"];
  if (status === "not applicable") return ["The system runs directly on hosts; there are no containers."];
  return [`nothing was looked at: ${sampleWouldVerify[section]}`];
}

function unknownsOf(system: (typeof systems)[number]): UnknownEntry[] {
  return requirementsOf(system)
    .filter((it) => it.status === "unverified")
    .map((it, index) => ({
      ...(index % 3 === 0 ? { control: `${it.section.toLowerCase()}-control` } : {}),
      requirement: it.id,
      aspect: "main",
      level: it.level,
      ...(index % 2 === 0 ? { subject: subjects[system] } : {}),
      systems: [system],
      reason:
        index === 4
          ? `permission denied: /proc/1/environ ${hostile.terminal}${hostile.markdown}`
          : "no control measures this yet, and nobody attests it",
      wouldVerify: sampleWouldVerify[it.section],
    }));
}

function failures(finding: Finding): ControlOutcome[] {
  return finding.systems.map((system) => ({
    control: finding.control,
    requirement: finding.requirement,
    aspect: finding.aspect,
    subject: finding.subject,
    system,
    outcome: {
      outcome: "fails",
      problems: [{ id: "problem", message: finding.problem, discriminator: "" }],
      gaps: [],
    },
    evidence: finding.evidence,
  }));
}

function holding(system: (typeof systems)[number]): ControlOutcome[] {
  return requirementsOf(system)
    .filter((it) => it.status === "verified")
    .map((it) => ({
      control: `${it.section.toLowerCase()}-holds`,
      requirement: it.id,
      aspect: "main",
      subject: subjects[system],
      system,
      outcome: { outcome: "holds", because: it.reasons[0] ?? "" },
      evidence: sampleFindings[0]?.evidence ?? [],
    }));
}

const seen = { vantage: "local", at: "2026-11-20T09:14:58.120Z", tookMs: 212 } as const;
const observations: readonly ObservationEntry[] = [
  { fact: "http-methods", probe: "http", subject: "endpoint:https://shop.example.com/", ...seen },
  { fact: "http-answers", probe: "http", subject: "endpoint:https://shop.example.com/", ...seen, tookMs: 1804 },
  { fact: "tls-protocols", probe: "tls", subject: "endpoint:https://intranet.example.com:8443/", ...seen },
  { fact: "host-listeners", probe: "host-facts", subject: "host:web1", ...seen, tookMs: 96 },
  {
    fact: "host-secrets",
    probe: "host-facts",
    subject: "host:wiki" as SubjectId,
    ...seen,
    trouble: {
      kind: "denied",
      message: `/proc/1/environ: permission denied ${hostile.terminal}`,
      wouldVerify: "run as root",
    },
  },
  {
    fact: "http-plain",
    probe: "http",
    subject: "endpoint:https://intranet.example.com:8443/",
    ...seen,
    tookMs: 10_000,
    trouble: {
      kind: "unparsable",
      message: "the answer has no status line",
      wouldVerify: "let the endpoint speak HTTP/1.1",
      excerpt: `${hostile.script}${hostile.image}${hostile.cdata}${hostile.terminal}`,
    },
  },
  {
    fact: "http-content",
    probe: "http",
    subject: "endpoint:https://intranet.example.com:8443/",
    ...seen,
    bug: {
      message: "Cannot read properties of undefined",
      stack: "TypeError: Cannot read properties\n    at observe (probe.ts:40:3)",
    },
  },
];

function summarise(requirements: readonly RequirementResult[]): Summary {
  const at = (level: Level): Tally => tally(requirements.filter((it) => it.level === level));
  return { ...tally(requirements), byLevel: { MUST: at("MUST"), SHOULD: at("SHOULD"), MAY: at("MAY") } };
}

function tally(requirements: readonly RequirementResult[]): Tally {
  const count = (status: Status) => requirements.filter((it) => it.status === status).length;
  const byStatus = Object.fromEntries(statuses.map((it) => [it, count(it)])) as Record<Status, number>;
  const applicable = requirements.length - byStatus["not applicable"];
  const lookedAt = requirements.filter((it) => it.lookedAt).length;
  const share = (part: number) => (applicable === 0 ? null : part / applicable);
  const verified = byStatus.verified;
  return { applicable, verified, lookedAt, compliance: share(verified), coverage: share(lookedAt), byStatus };
}
