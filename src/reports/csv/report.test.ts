import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleAssessment } from "../../../test/sample-assessment.ts";
import { renderCsv } from "./report.ts";
import { csv } from "./table.ts";

/** A reader by the grammar of RFC 4180; throws on whatever is not in it. */
function read(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const token = /"((?:[^"]|"")*)"(,|\r\n)/gy;
  let row: string[] = [];
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw new Error(`not CSV at ${at}`);
    row.push((found[1] ?? "").replaceAll('""', '"'));
    if (found[2] === "\r\n") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const [head = [], ...rows] = read(renderCsv(sampleAssessment()));
const ofKind = (kind: string) => rows.filter(([it]) => it === kind);

test("has a row for every requirement and system, finding, unknown, failed observation and bug", () => {
  const assessment = sampleAssessment();
  expect(ofKind("requirement")).toHaveLength(assessment.requirements.length);
  expect(ofKind("finding").map((it) => it[1])).toEqual(assessment.findings.map((it) => it.id));
  expect(ofKind("unknown")).toHaveLength(assessment.unknowns.length);
  expect(ofKind("failed-observation")).toHaveLength(3);
  expect(ofKind("bug")).toHaveLength(1);
  for (const row of rows) expect(row).toHaveLength(head.length);
});

test("has no cell that a spreadsheet would calculate", () => {
  for (const cell of rows.flat()) expect(cell).not.toMatch(/^[\s"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/u);
  expect(csv([["=1+1", " @x", "\uff1dx", "plain"]])).toBe('"\'=1+1","\' @x","\'\uff1dx","plain"\r\n');
});

test("is read back as it was, but for the guard", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ unit: "binary" }), { minLength: 1 })), (table) => {
      const same = (written: string, cell: string) => cell === written || cell === `'${written}`;
      const back = read(csv(table));
      expect(back.map((it) => it.length)).toEqual(table.map((it) => it.length));
      for (const [y, row] of table.entries()) {
        for (const [x, written] of row.entries()) expect(same(written, back[y]?.[x] ?? "")).toBe(true);
      }
    }),
  );
});

test("passes no control character on, but the line breaks inside a cell", () => {
  expect(renderCsv(sampleAssessment()).replaceAll(/\r?\n/g, "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
