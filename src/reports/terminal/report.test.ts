import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleAssessment } from "../../../test/sample-assessment.ts";
import { columnsOf } from "./columns.ts";
import { renderTerminal } from "./report.ts";

const plain = renderTerminal(sampleAssessment());

test("tells where the estate came from", () => {
  expect(plain).toContain("example-estate: estate/holdfast.yaml, estate/people.yaml");
  const found = renderTerminal(sampleAssessment({ estate: { name: "here", source: "found", files: [] } }));
  expect(found).toContain("found on this machine; nothing was declared");
});

test("shows compliance and coverage on one line, for all and for each level", () => {
  expect(plain).toMatch(/^all .*14 % {2}12 of 81 .*32 % {2}26 of 81$/m);
  for (const level of ["MUST", "SHOULD", "MAY"]) expect(plain).toMatch(new RegExp(`^${level} .* % .* % `, "m"));
});

test("names every requirement, every finding and every failed observation", () => {
  const assessment = sampleAssessment();
  const text = plain.replaceAll(/\s+/g, "");
  for (const { id } of assessment.requirements.filter((it) => it.status !== "not applicable"))
    expect(plain).toContain(id);
  for (const { subject } of assessment.findings) expect(text).toContain(subject);
  expect(plain).toContain("permission denied");
  expect(plain).toContain("Observations that failed: 3 of 7");
});

test("tells who attested what until when", () => {
  expect(plain.replaceAll(/\s+/g, " ")).toContain("attested by alice until 31 May 2027: The list of accounts");
});

test("puts the worst first within a section", () => {
  const hardening = plain.slice(plain.indexOf("System hardening"), plain.indexOf("Docker (DOC)"));
  const order = [...hardening.matchAll(/^[✗?!◇✓–] (\w+)/gm)].map((it) => it[1]);
  const first = (word: string) => order.indexOf(word);
  expect(order.lastIndexOf("violated")).toBeLessThan(first("unverified"));
  expect(order.lastIndexOf("unverified")).toBeLessThan(first("excepted"));
  expect(order.lastIndexOf("excepted")).toBeLessThan(first("verified"));
});

test("never passes a control or direction character of foreign text on", () => {
  const everything = renderTerminal(sampleAssessment(), { verbose: true });
  expect(everything.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(everything).toContain("\\x1b[2J");
  expect(everything).toContain("\\u202e");
});

test("colours only when told to, and says the same in colour", () => {
  const coloured = renderTerminal(sampleAssessment(), { colour: true });
  expect(coloured).toContain("\u001b[31m");
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

test("keeps to its width, whatever it has to tell", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 60, max: 160 }),
      fc.string({ unit: "grapheme" }),
      fc.boolean(),
      (width, text, verbose) => {
        const [unknown] = sampleAssessment().unknowns;
        const assessment = sampleAssessment({
          unknowns: [{ ...unknown, wouldVerify: text, reason: text } as NonNullable<typeof unknown>],
          bugs: [{ message: text, stack: text }],
        });
        for (const line of renderTerminal(assessment, { width, verbose }).split("\n")) {
          expect(columnsOf(line)).toBeLessThanOrEqual(width);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test("folds the long tail of ways to verify, and unfolds it when verbose", () => {
  const [unknown] = sampleAssessment().unknowns;
  const unknowns = Array.from({ length: 12 }, (_, index) => {
    return { ...unknown, wouldVerify: `way ${index} end` } as NonNullable<typeof unknown>;
  });
  const assessment = sampleAssessment({ unknowns });
  expect(renderTerminal(assessment)).toContain("4 more ways");
  expect(renderTerminal(assessment)).not.toContain("way 9 end");
  expect(renderTerminal(assessment, { verbose: true })).toContain("way 9 end");
});

test("says when it was stopped early", () => {
  expect(renderTerminal(sampleAssessment({ interrupted: true }))).toContain("Stopped before everything was looked at");
});
