import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { garbled } from "../../../test/garbled-assessment.ts";
import { oscalValidator } from "../../../test/oscal-schema.ts";
import { sampleAssessment } from "../../../test/sample-assessment.ts";
import type { Assessment } from "../../assessment/assessment.ts";
import { renderOscal } from "./report.ts";

interface Result {
  start: string;
  end: string;
  "local-definitions": { "inventory-items": { uuid: string }[] };
  observations: { uuid: string; subjects: { "subject-uuid": string }[]; remarks?: string; collected: string }[];
  risks: { uuid: string; status: string; deadline?: string; description: string }[];
  findings: {
    title: string;
    target: { "target-id": string; status: { state: string; reason: string; remarks: string } };
    "related-observations"?: { "observation-uuid": string }[];
    "related-risks"?: { "risk-uuid": string }[];
  }[];
}
function resultOf(assessment: Assessment): Result {
  return JSON.parse(renderOscal(assessment))["assessment-results"].results[0] as Result;
}
const sample = sampleAssessment();
const result = resultOf(sample);

test("only what is verified is satisfied; what is unverified says so and what would verify it", () => {
  const expected = { verified: "satisfied pass", violated: "not-satisfied fail", excepted: "not-satisfied fail" };
  expect(result.findings.map((it) => `${it.target.status.state} ${it.target.status.reason}`)).toEqual(
    sample.requirements.map((it) => (expected as Record<string, string>)[it.status] ?? "not-satisfied other"),
  );
  for (const [index, it] of sample.requirements.entries()) {
    const remarks = result.findings[index]?.target.status.remarks;
    expect(remarks).toContain(`status: ${it.status}.`);
    if (it.status === "unverified") expect(remarks).toContain("What would verify it");
  }
});

test("whatever it refers to is there", () => {
  const observations = new Set(result.observations.map((it) => it.uuid));
  const risks = new Set(result.risks.map((it) => it.uuid));
  const items = new Set(result["local-definitions"]["inventory-items"].map((it) => it.uuid));
  const told = result.findings.flatMap((it) => it["related-observations"] ?? []);
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter((it) => !observations.has(it["observation-uuid"]))).toEqual([]);
  expect(
    result.findings.flatMap((it) => it["related-risks"] ?? []).filter((it) => !risks.has(it["risk-uuid"])),
  ).toEqual([]);
  expect(result.observations.flatMap((it) => it.subjects).filter((it) => !items.has(it["subject-uuid"]))).toEqual([]);
});

test("each finding is a risk with its deadline, and an approved exception is an approved deviation", () => {
  expect(result.risks.map((it) => it.deadline)).toEqual(sample.findings.map((it) => it.deadline));
  expect(result.risks.filter((it) => it.status === "deviation-approved")).toHaveLength(1);
});

test("it starts with the first observation, and each one that failed says why", () => {
  expect(result).toMatchObject({ start: "2026-11-20T09:14:58.120Z", end: sample.assessedAt });
  expect(result.observations.filter((it) => it.remarks?.startsWith("It failed"))).toHaveLength(3);
});

test("an observation without a valid time says so and is not left out", () => {
  const told = resultOf({
    ...sample,
    observations: sample.observations.slice(0, 1).map((it) => ({ ...it, at: "yesterday" })),
  });
  expect(told.observations.filter((it) => it.remarks?.includes("no valid time (yesterday)"))).toHaveLength(1);
});

test("a hostile text can neither act as markup nor reach a terminal", () => {
  expect(renderOscal(sample)).not.toMatch(/\\u001b|[\u007f-\u009f\u202a-\u202e]/);
  expect(result.risks.map((it) => it.description).join("")).not.toMatch(/(?<!\\)[<[`]/);
});

const validate = oscalValidator();
describe.skipIf(validate === undefined)(
  "by the official schema of OSCAL 1.2.1 (skipped without the schemas' folder)",
  () => {
    const errorsOf = (assessment: Assessment) => {
      validate?.(JSON.parse(renderOscal(assessment)));
      return validate?.errors ?? [];
    };

    test("the report is valid", () => {
      expect(errorsOf(sample)).toEqual([]);
    });

    test("an assessment of nothing is valid", () => {
      const nothing = { requirements: [], findings: [], unknowns: [], outcomes: [], observations: [], bugs: [] };
      expect(errorsOf({ ...sample, ...nothing, estate: { ...sample.estate, files: [] } })).toEqual([]);
    });

    test("the report is valid whatever foreign texts hold", () => {
      fc.assert(
        fc.property(garbled(sample), (assessment) => {
          expect(errorsOf(assessment)).toEqual([]);
        }),
        { numRuns: 50 },
      );
    });
  },
);
