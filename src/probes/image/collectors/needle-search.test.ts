import fc from "fast-check";
import { expect, test } from "vitest";
import { needleSearch } from "./needle-search.ts";

const letters = fc.array(fc.constantFrom(97, 98, 99), { maxLength: 60 }).map((it) => Buffer.from(it));
const needle = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 2, maxLength: 6 });

test("finds each needle where a plain search finds it first, and none that isn't there", () => {
  fc.assert(
    fc.property(letters, fc.uniqueArray(needle, { minLength: 1, maxLength: 6 }), (bytes, needles) => {
      const found = needleSearch(needles)(bytes);
      for (const it of needles) expect(found.get(it) ?? -1).toBe(bytes.indexOf(it));
    }),
    { numRuns: 500 },
  );
});

test("finds needles of any bytes", () => {
  const found = needleSearch(["\xff Go buildinf:", "longer than the shortest one"])(
    Buffer.from("..\xff Go buildinf:.longer than the shortest one", "latin1"),
  );
  expect([...found]).toEqual([
    ["\xff Go buildinf:", 2],
    ["longer than the shortest one", 17],
  ]);
});

test("a needle without room to skip is a mistake", () => {
  expect(() => needleSearch(["a"])).toThrow(/two bytes/);
});
