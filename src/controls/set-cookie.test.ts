import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSetCookie } from "./set-cookie.ts";

describe("a Set-Cookie field", () => {
  it("is read as browsers do", () => {
    const cookie = parseSetCookie(" id = hmac:00 ; SECURE; Path = / ;SameSite=None; samesite=Lax; HttpOnly=no");
    expect(cookie?.name).toBe("id");
    expect([...(cookie?.attributes ?? [])]).toEqual([
      ["secure", ""],
      ["path", "/"],
      ["samesite", "Lax"],
      ["httponly", "no"],
    ]);
  });

  it.each(["old=; Max-Age=0", "old=; max-age=-5", "old=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"])(
    "takes the cookie away: %s",
    (field) => {
      expect(parseSetCookie(field)?.removed).toBe(true);
    },
  );

  it.each([
    "a=b",
    "a=b; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "a=b; Expires=Sat, 01 Jan 2028 00:00:00 GMT",
  ])("sets the cookie: %s", (field) => {
    expect(parseSetCookie(field)?.removed).toBe(false);
  });

  it("may have no name, or be nothing at all", () => {
    expect(parseSetCookie("nameless")?.name).toBe("");
    expect(parseSetCookie("; Secure")).toBeUndefined();
  });

  it("never makes the parser throw", () => {
    const piece = fc.constantFrom("a", "=", ";", "Secure", " ", "SameSite", "Max-Age", "-1", "\0");
    const field = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(field, (text) => {
        expect(parseSetCookie(text)?.name ?? "").toBe((parseSetCookie(text)?.name ?? "").trim());
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["a=b; Path=/\0", "control"],
    ["a=b\x7f", "control"],
    [`a=${"x".repeat(4096)}`, "length"],
    ["a=hmac:00 (5000 bytes)", "length"],
    ["=__Host-a", "nameless-prefix"],
    ["__secure-a", "nameless-prefix"],
    ["a=b\tc", undefined],
    [`a=${"x".repeat(4095)}`, undefined],
  ])("that browsers refuse is known by its mistake: %s", (field, mistake) => {
    expect(parseSetCookie(field)?.mistake).toBe(mistake);
  });

  it("loses attributes that browsers do not heed", () => {
    const long = "x".repeat(1025);
    const cookie = parseSetCookie(`a=b; Path=/ok; Path=${long}; Max-Age=soon; Max-Age=1.5; Expires=never; Domain=`);
    expect([...(cookie?.attributes ?? [])]).toEqual([
      ["path", "/ok"],
      ["domain", ""],
    ]);
  });

  it("expires by the clock of the answer", () => {
    const field = "a=b; Expires=Thu, 01 Jan 2026 00:00:00 GMT";
    expect(parseSetCookie(field, new Date("2026-01-02"))?.removed).toBe(true);
    expect(parseSetCookie(field, new Date("2025-12-31"))?.removed).toBe(false);
  });

  it("has the attribute that was given last, in any case and with any blanks", () => {
    const blank = fc.constantFrom("", " ", "\t", "  ");
    const written = fc
      .tuple(blank, fc.constantFrom("SameSite", "samesite", "SAMESITE"), blank, blank)
      .chain(([before, name, middle, after]) =>
        fc
          .constantFrom("Lax", "Strict", "None")
          .map((value) => ({ value, text: `${before}${name}${middle}=${after}${value}` })),
      );
    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 5 }), (all) => {
        const cookie = parseSetCookie(["a=b", ...all.map(({ text }) => text)].join(";"));
        expect(cookie?.attributes.get("samesite")).toBe(all.at(-1)?.value);
      }),
    );
  });
});
