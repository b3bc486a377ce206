import { expect, test } from "vitest";
import { sampleAssessment } from "../../test/sample-assessment.ts";
import type { Finding } from "../assessment/assessment.ts";
import { grouped } from "./finding-groups.ts";

const [first, second] = sampleAssessment().findings as readonly [Finding, Finding];

test("tells findings of one control on one subject together, with their evidence once", () => {
  const other = { ...first, id: "other", problem: "TRACK answers 200" };
  const groups = grouped([first, second, other]);
  expect(groups.map((it) => it.findings.map(({ id }) => id))).toEqual([[first.id, "other"], [second.id]]);
  expect(groups[0]?.evidence).toEqual(first.evidence);
});

test("keeps apart what is graver, due earlier, excepted or mended in another way", () => {
  const exception = { approvedBy: "alice", because: "it is replaced soon", until: "2027-01-31" };
  const differing: readonly Partial<Finding>[] = [
    { severity: "low" },
    { deadline: "2026-12-01" },
    { exception },
    { remedy: [] },
    { subject: "host:web2" },
  ];
  for (const it of differing) expect(grouped([first, { ...first, ...it }])).toHaveLength(2);
});

test("loses no finding", () => {
  const { findings } = sampleAssessment();
  expect(grouped(findings).flatMap((it) => it.findings)).toHaveLength(findings.length);
});
