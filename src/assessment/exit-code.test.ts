import { describe, expect, test } from "vitest";
import { sampleAssessment } from "../../test/sample-assessment.ts";
import type { Assessment } from "./assessment.ts";
import { exitCode, type FailOn } from "./exit-code.ts";

const sample = sampleAssessment({ bugs: [], interrupted: false });
const without = (status: string): Assessment => ({
  ...sample,
  requirements: sample.requirements.filter((it) => it.status !== status),
});
const open = without("violated");
const settled: Assessment = {
  ...open,
  summary: {
    ...open.summary,
    byLevel: {
      ...open.summary.byLevel,
      MUST: { ...open.summary.byLevel.MUST, byStatus: { ...open.summary.byLevel.MUST.byStatus, unverified: 0 } },
    },
  },
};
const bugged: Assessment = { ...settled, bugs: [{ message: "broken", stack: "" }] };

const table: readonly (readonly [string, Assessment, FailOn, number])[] = [
  ["something violated", sample, "unverified", 1],
  ["something violated", sample, "violated", 1],
  ["something violated", sample, "never", 0],
  ["a MUST unverified", open, "unverified", 3],
  ["a MUST unverified", open, "violated", 0],
  ["a MUST unverified", open, "never", 0],
  ["everything settled", settled, "unverified", 0],
  ["a bug", bugged, "unverified", 4],
  ["a bug", bugged, "never", 4],
  ["nothing concluded", { ...settled, requirements: [] }, "violated", 3],
  ["a run that was stopped", { ...settled, interrupted: true }, "violated", 3],
  ["a run that was stopped after it saw a violation", { ...sample, interrupted: true }, "violated", 1],
];

describe("the exit code", () => {
  test.each(table)("of %s (%#)", (_, assessment, failOn, code) => {
    expect(exitCode(assessment, failOn)).toBe(code);
  });
});
