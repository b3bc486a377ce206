import { expect, it } from "vitest";
import { compareSemanticVersions } from "./semantic.ts";

it("orders versions as Semantic Versioning does", () => {
  const ordered = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.10.0",
    "2.0.0",
    "99999999999999999999.0.0",
  ];
  const wrong = ordered.flatMap((a, i) =>
    ordered.filter((b, j) => Math.sign(compareSemanticVersions(a, b) ?? Number.NaN) !== Math.sign(i - j)),
  );
  expect(wrong).toEqual([]);
});

it("leaves the leading v and build metadata out", () => {
  expect(compareSemanticVersions("v1.2.3+incompatible", "1.2.3")).toBe(0);
});

it.each(["", "1.2.3.4", "latest", "1..2", "^1.2.3"])("compares nothing with %j", (version) => {
  expect(compareSemanticVersions(version, "1.0.0")).toBeUndefined();
});
