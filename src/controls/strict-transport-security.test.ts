import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseStrictTransportSecurity } from "./strict-transport-security.ts";

describe("a field of Strict-Transport-Security", () => {
  test.each([
    ["max-age=31536000", { maxAgeSeconds: 31_536_000, includeSubDomains: false, preload: false }],
    ['MAX-AGE="0" ; ; includesubdomains', { maxAgeSeconds: 0, includeSubDomains: true, preload: false }],
    [
      "preload; max-age=1; report-to=x; IncludeSubDomains;",
      { maxAgeSeconds: 1, includeSubDomains: true, preload: true },
    ],
    ['max-age=1; note="a; max-age=2"', { maxAgeSeconds: 1, includeSubDomains: false, preload: false }],
  ])("is understood: %s", (field, expected) => {
    expect(parseStrictTransportSecurity(field)).toEqual(expected);
  });

  test.each([
    ["", "no max-age"],
    ["includeSubDomains", "no max-age"],
    ["max-age=1y", "no max-age"],
    ["max-age=-1", "no max-age"],
    ["max-age", "no max-age"],
    ["max-age=1; Max-Age=1", "max-age occurs twice"],
    ["max-age=1; preload; preload", "preload occurs twice"],
    ["max-age=1, max-age=2", "no directive"],
    ["max-age=1 includeSubDomains", "no directive"],
    ["max-age=1; includeSubDomains=yes", "includesubdomains takes no value"],
    ['max-age=1; note="a', "no directive"],
  ])("is void: %s", (field, mistake) => {
    expect(parseStrictTransportSecurity(field)).toEqual({ mistake: expect.stringContaining(mistake) });
  });

  it("never makes the parser throw", () => {
    const piece = fc.constantFrom("max-age", "=", ";", '"', "\\", " ", "1", "preload", "\n", "ü");
    const field = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece).map((it) => it.join("")),
    );
    fc.assert(
      fc.property(field, (it) => {
        const parsed = parseStrictTransportSecurity(it);
        expect("mistake" in parsed || parsed.maxAgeSeconds >= 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
