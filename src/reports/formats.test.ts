import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { sampleAssessment } from "../../test/sample-assessment.ts";
import { formatNames, formats, isFormatName } from "./formats.ts";

test("there is one folder for each format, and one format for each folder", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((it) => it.isDirectory());
  expect(folders.map((it) => it.name).sort()).toEqual([...formatNames].sort());
});

test.each(formatNames)("%s loads and tells the same assessment the same way twice", async (name) => {
  const render = await formats[name].load();
  const report = render(sampleAssessment());
  expect(report).toContain("HAR-10");
  expect(report.endsWith("\n")).toBe(true);
  expect(render(sampleAssessment())).toBe(report);
});

test("knows its names and no others", () => {
  expect(isFormatName("html")).toBe(true);
  for (const it of ["HTML", "toString", "__proto__", ""]) expect(isFormatName(it)).toBe(false);
});
