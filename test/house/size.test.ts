import { describe, expect, it } from "vitest";
import { sourceFiles } from "./source-files.ts";

const lines = (text: string) => text.split("\n").length - 1;
const sizes = sourceFiles().map(({ path, text }) => ({ path, lines: lines(text) }));
const median = (of: readonly number[]) => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;

describe("the files", () => {
  it("are small: half of them below 80 lines", () => {
    expect(median(sizes.map((it) => it.lines))).toBeLessThan(80);
  });

  it("of controls are smaller: half of them at most 40 lines, none over 150", () => {
    const controls = sizes.filter((it) => it.path.endsWith("/control.ts"));
    expect(controls.filter((it) => it.lines > 150)).toEqual([]);
    expect(median(controls.map((it) => it.lines))).toBeLessThanOrEqual(40);
  });

  it("carry no drawer for odds and ends", () => {
    expect(sizes.filter((it) => /\b(utils?|helpers?|misc|common)\b/.test(it.path))).toEqual([]);
  });
});
