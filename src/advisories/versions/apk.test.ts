import { expect, it } from "vitest";
import { compareApkVersions } from "./apk.ts";

const ordered = [
  [
    "1.2.3_alpha1",
    "1.2.3_beta",
    "1.2.3_pre2",
    "1.2.3_rc1",
    "1.2.3",
    "1.2.3-r0",
    "1.2.3-r1",
    "1.2.3-r10",
    "1.2.3_p1",
    "1.2.3_p1-r1",
    "1.2.3_p2",
    "1.2.3a",
    "1.2.3.1",
    "1.2.10",
  ],
  ["1.0", "1.01", "1.02", "1.1", "1.10", "1.9999999999999999999", "2"],
  ["1_cvs", "1_svn", "1_git20260101", "1_hg", "1_p"],
];

it.each(ordered)("orders versions from %s on", (...versions) => {
  const signs = versions.flatMap((a, i) =>
    versions.map((b, j) => Math.sign(i - j) - Math.sign(compareApkVersions(a, b) ?? Number.NaN)),
  );
  expect(signs.filter((it) => it !== 0)).toEqual([]);
});

it("ignores the hash of a commit", () => {
  expect(compareApkVersions("1.2~abc123-r0", "1.2-r0")).toBe(0);
});

it.each(["", "a", "1.", "1-r", "1_foo", "1.2-1", " ", "1".repeat(600)])("compares nothing with %j", (version) => {
  expect(compareApkVersions(version, "1.0")).toBeUndefined();
  expect(compareApkVersions("1.0", version)).toBeUndefined();
});
