import fc from "fast-check";
import { expect, test } from "vitest";
import { hostile, sampleAssessment } from "../../../test/sample-assessment.ts";
import { renderMarkdown } from "./report.ts";
import { cellCode, code, codeBlock, text } from "./text.ts";

const report = renderMarkdown(sampleAssessment());

test("shows the two figures side by side, for all and for each level", () => {
  expect(report).toContain("| all | **14 %** (12 of 81 verified) | **32 %** (26 of 81 looked at) |");
  for (const level of ["MUST", "SHOULD", "MAY"]) expect(report).toContain(`| ${level} | **`);
});

test("tells every requirement, every finding with its evidence, and every failed observation", () => {
  const assessment = sampleAssessment();
  for (const { id } of assessment.requirements) expect(report).toContain(`| ${id} |`);
  for (const { id, evidence } of assessment.findings) {
    expect(report).toContain(id);
    for (const { provenance } of evidence) for (const { sha256 } of provenance) expect(report).toContain(sha256);
  }
  expect(report).toContain("unparsable");
  expect(report).toContain("approved by alice");
});

test("lets no foreign text become markup", () => {
  const outsideCode = report.replace(/^(```+)\n[\s\S]*?\n\1$/gm, "").replace(/(`+)(?!`).*?[^`]\1(?!`)/g, "");
  expect(outsideCode).not.toContain(hostile.script);
  expect(outsideCode).not.toContain("[click](");
  expect(outsideCode).not.toMatch(/@everyone|https?:\/\//);
  expect(report.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test("every row of a table has as many cells as its head", () => {
  const cells = (row: string) => row.replaceAll(/\\[\\|]/g, "").split("|").length;
  const [unknown] = sampleAssessment().unknowns;
  const unknowns = [{ ...unknown, wouldVerify: `${hostile.markdown}\\|\\\\|` } as NonNullable<typeof unknown>];
  const hardest = renderMarkdown(sampleAssessment({ unknowns }));
  for (const [table] of hardest.matchAll(/^\|.*\|$(\n^\|.*\|$)+/gm)) {
    const rows = table.split("\n");
    for (const row of rows) expect(cells(row), row).toBe(cells(rows[0] ?? ""));
  }
});

test("escaped text keeps no character that could mean something, whatever comes", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.oneof(
          fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 1 }),
          fc.constantFrom("\u202e", "é", "www.", "GH-1", "://"),
        ),
      }),
      (foreign) => {
        const bare = text(foreign)
          .replaceAll("<!-- -->", "\u0000")
          // What is escaped stands where it stood, and means itself.
          .replaceAll(/\\[!-/:-@[-`{-~]/g, "x");
        expect(bare).not.toMatch(/[\\`*_[\]<>&|~$\n]/);
        expect(bare).not.toMatch(/@[^\u0000]|#|:\/\/|^\s*[-+=]|^\s*\d+[.)]/);
      },
    ),
  );
});

test("a code span and a code block can not be left from inside", () => {
  expect(code("a ``` b")).toBe("````a ``` b````");
  expect(code("`x`")).toBe("`` `x` ``");
  expect(codeBlock("a\n```\nb")).toBe("````\na\n```\nb\n````");
  expect(cellCode("a|b`")).toBe("<code>a\\|b\\`</code>");
});
