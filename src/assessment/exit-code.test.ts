import { expect, it } from "vitest";
import { sampleAssessment } from "../../test/sample-assessment.ts";
import { exitCode } from "./exit-code.ts";
import { summarise } from "./tally.ts";

const assessed = (statuses: readonly string[]) => {
  const all = sampleAssessment({ bugs: [] });
  const requirements = all.requirements.filter((it) => statuses.includes(it.status));
  return { ...all, requirements, summary: summarise(requirements) };
};

it("is 0 only where something was concluded", () => {
  expect(exitCode(assessed(["verified", "not applicable"]), "unverified")).toBe(0);
  expect(exitCode(assessed([]), "unverified")).toBe(3);
  expect(exitCode(assessed([]), "violated")).toBe(3);
  expect(exitCode(assessed([]), "never")).toBe(0);
});

it("tells what is violated before what is unverified, and a bug before both", () => {
  expect(exitCode(assessed(["violated", "unverified"]), "unverified")).toBe(1);
  expect(exitCode(assessed(["unverified"]), "unverified")).toBe(3);
  expect(exitCode(assessed(["unverified"]), "violated")).toBe(0);
  expect(exitCode(sampleAssessment(), "never")).toBe(4);
});
