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
});
