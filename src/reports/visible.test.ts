import fc from "fast-check";
import { expect, test } from "vitest";
import { visible, visibleLines } from "./visible.ts";

test("spells out what a terminal would obey or hide", () => {
  expect(visible("a\u001b[2Jb\r\nc\u009b\u202ed\u{e0041}")).toBe("a\\x1b[2Jb\\r\\nc\\x9b\\u202ed\\u{e0041}");
});

test("leaves nothing that could act or hide, whatever comes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});

test("keeps the lines of a remedy", () => {
  expect(visibleLines("a\n\tb\u0007")).toEqual(["a", "  b\\x07"]);
});
