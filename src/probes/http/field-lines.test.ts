import { expect, test } from "vitest";
import { addFieldLine } from "./field-lines.ts";

function fieldsOf(lines: readonly string[]): readonly (readonly [string, string])[] {
  const fields: [string, string][] = [];
  for (const line of lines) addFieldLine(fields, line);
  return fields;
}

test("Blanks around a value go, those inside of it stay", () => {
  expect(fieldsOf(["X: \t a \t b \t "])).toEqual([["X", "a \t b"]]);
  expect(fieldsOf(["X: \t "])).toEqual([["X", ""]]);
});

test("Folded lines are joined with one blank, empty ones add nothing", () => {
  expect(fieldsOf(["X:", "\t ", " one", "  two \t", " "])).toEqual([["X", "one two"]]);
});

test("Millions of blanks inside of a value, or of folded lines, cost no more than reading them", () => {
  const blanks = " ".repeat(4_000_000);
  expect(fieldsOf([`X: a${blanks}b`])).toEqual([["X", `a${blanks}b`]]);
  const folded = Array.from({ length: 200_000 }, () => " b");
  expect(fieldsOf(["X: a", ...folded])[0]?.[1]).toHaveLength(1 + 2 * folded.length);
});

test("A line without a name is no field", () => {
  expect(addFieldLine([], ": a")).toBe(false);
  expect(addFieldLine([], "no colon")).toBe(false);
  expect(addFieldLine([], " folded onto nothing")).toBe(false);
});
