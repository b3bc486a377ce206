import fc from "fast-check";
import { expect, test } from "vitest";
import { hasMembers, jsonStart } from "./json-start.ts";

const kindOf = (value: unknown) =>
  Array.isArray(value)
    ? "array"
    : value === null || typeof value === "boolean"
      ? "literal"
      : (typeof value as "object" | "string" | "number");

test("a whole object has all its members, with their kinds", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue()), fc.boolean(), (object, spaced) => {
      const members = jsonStart(JSON.stringify(object, undefined, spaced ? 2 : undefined));
      expect([...(members ?? [])].map(([name, it]) => [name, it.kind])).toEqual(
        Object.entries(object).map(([name, value]) => [name, kindOf(value)]),
      );
    }),
  );
});

test("an object that is cut off anywhere has the members up to there", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue(), { minKeys: 1 }),
      fc.nat(),
      (object, at) => {
        const text = JSON.stringify(object);
        const members = jsonStart(text.slice(0, 1 + (at % text.length)));
        const names = Object.keys(object);
        expect([...(members?.keys() ?? ["none"])]).toEqual(names.slice(0, members?.size ?? -1));
      },
    ),
    { numRuns: 2000 },
  );
});

test("whatever is no object has no members, and nothing makes it throw", () => {
  for (const text of ["", "[]", "<html>{}", '{"a" 1}', "{a:1}", '{"a":b}', '{"a":1;"b":2}', '"a"', '{"a\n":1}'])
    expect(jsonStart(text), text).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => jsonStart(`{${text}`)).not.toThrow();
    }),
  );
});

test("a number that is cut off inside its exponent is one", () => {
  for (const text of ['{"a":1.', '{"a":1e', '{"a":1.5e-', '{"a":-']) expect(jsonStart(text), text).toBeDefined();
});

test("deep nesting is counted, not recursed", () => {
  expect(jsonStart(`{"a":${"[".repeat(200_000)}`)?.get("a")).toEqual({ kind: "array" });
});

test("names inside a member are none of the object itself", () => {
  expect(hasMembers('{"outer":{"swagger":"2.0"}}', "swagger")).toBe(false);
  expect(hasMembers('{"swagger":"2.0"}', "swagger")).toBe(true);
});
