import fc from "fast-check";
import { expect, it } from "vitest";
import { distance, nearest } from "./nearest.ts";

it("the distance is the number of letters to change, add or drop", () => {
  expect(distance("kitten", "sitting")).toBe(3);
  expect(distance("", "abc")).toBe(3);
});

it("the distance is a metric", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(distance(a, b)).toBe(distance(b, a));
      expect(distance(a, b) === 0).toBe(a === b);
      expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c));
    }),
  );
});

it("the nearest word is suggested only if it is near", () => {
  expect(nearest("enviroment", ["environment", "engines"])).toBe("environment");
  expect(nearest("ADDRESS", ["address"])).toBe("address");
  expect(nearest("web2", ["web1", "db1"])).toBe("web1");
  expect(nearest("zebra", ["web1", "db1"])).toBeUndefined();
  expect(nearest("x".repeat(100_000), ["x"])).toBeUndefined();
});
