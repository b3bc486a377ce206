import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { garbled } from "../../../test/garbled-assessment.ts";
import { sampleAssessment } from "../../../test/sample-assessment.ts";
import { renderJson } from "./report.ts";
import { type AssessmentDocument, assessmentJsonSchema, assessmentSchema } from "./schema.ts";

const published = new URL("../../../docs/schemas/assessment-1.json", import.meta.url);
const sample = sampleAssessment();
const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(assessmentJsonSchema()));
const document = JSON.parse(renderJson(sample)) as AssessmentDocument;

/** Keys of every object in the value that the schema does not know, as paths. */
function unknownKeys(written: unknown, parsed: unknown, path = "$"): readonly string[] {
  if (typeof written !== "object" || written === null) return [];
  const known = (parsed ?? {}) as Record<string, unknown>;
  return Object.entries(written).flatMap(([key, it]) =>
    key in known ? unknownKeys(it, known[key], `${path}.${key}`) : [`${path}.${key}`],
  );
}

test("the published JSON Schema is what the code says (write it anew with npm run docs)", () => {
  expect(readFileSync(published, "utf8")).toBe(assessmentJsonSchema());
});

test("the report is valid by its own published schema and writes no key that the schema does not know", () => {
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  expect(unknownKeys(document, assessmentSchema.parse(document))).toEqual([]);
});

test("the schema refuses a report that lacks a key or says an unknown status", () => {
  const { summary: _, ...rest } = document;
  expect(validate(rest)).toBe(false);
  expect(validate({ ...document, requirements: [{ ...document.requirements[0], status: "passed" }] })).toBe(false);
  const [first] = document.unknowns;
  expect(validate({ ...document, unknowns: [{ ...first, control: null, subject: null }] })).toBe(true);
  expect(validate({ ...document, unknowns: [{ reason: first?.reason, wouldVerify: first?.wouldVerify }] })).toBe(false);
});

test("nothing of the assessment is lost", () => {
  expect(document.requirements.map((it) => [it.id, it.system, it.status])).toEqual(
    sample.requirements.map((it) => [it.id, it.system, it.status]),
  );
  expect(document.findings.map((it) => it.id)).toEqual(sample.findings.map((it) => it.id));
  expect(document.unknowns.map((it) => it.wouldVerify)).toEqual(sample.unknowns.map((it) => it.wouldVerify));
  expect(document.outcomes.map((it) => it.outcome)).toEqual(sample.outcomes.map((it) => it.outcome.outcome));
  expect(document.observations.map((it) => it.trouble)).toEqual(sample.observations.map((it) => it.trouble));
  expect(document.bugs).toEqual(sample.bugs);
  expect(document.summary).toEqual(sample.summary);
});

test("what nothing measures has the keys control and subject all the same", () => {
  const [first] = sample.unknowns;
  if (first === undefined) throw new Error("the sample has no unknown");
  const { control: _, subject: __, ...bare } = first;
  const written = JSON.parse(renderJson({ ...sample, unknowns: [bare] })) as AssessmentDocument;
  expect(written.unknowns[0]).toMatchObject({ control: null, subject: null });
});

test("equal assessments are equal bytes, whatever the order of keys in memory", () => {
  const shuffled = {
    ...sample,
    summary: {
      ...sample.summary,
      byStatus: Object.fromEntries(Object.entries(sample.summary.byStatus).reverse()),
    },
  } as typeof sample;
  expect(renderJson(shuffled)).toBe(renderJson(sample));
  expect(renderJson(sample).endsWith("}\n")).toBe(true);
});

test("whatever foreign texts hold, the report is valid and pure UTF-8", () => {
  fc.assert(
    fc.property(garbled(sample), (assessment) => {
      const text = renderJson(assessment);
      expect(Buffer.from(text, "utf8").toString("utf8")).toBe(text);
      expect(text).not.toMatch(/\\ud[89a-f]/i);
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      validate(JSON.parse(text));
      expect(validate.errors ?? []).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
