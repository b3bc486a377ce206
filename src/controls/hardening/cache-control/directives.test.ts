import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cacheDirectives } from "./directives.ts";

describe("Cache-Control", () => {
  it("is one list over all its fields", () => {
    expect([...cacheDirectives(['No-Store , max-age="60"', 'private="a, b"', "max-age=0,,"])]).toEqual([
      ["no-store", ""],
      ["max-age", "60"],
      ["private", "a, b"],
    ]);
  });

  it("does not find a directive inside a quoted argument", () => {
    expect(cacheDirectives(['private="no-store"']).has("no-store")).toBe(false);
  });

  it("never makes the parser throw", () => {
    const field = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom("no-store", '"', ",", "=", "\\")).map((it) => it.join("")),
    );
    fc.assert(
      fc.property(fc.array(field), (fields) => {
        for (const name of cacheDirectives(fields).keys()) expect(name).not.toBe("");
      }),
      { numRuns: 2000 },
    );
  });
});
