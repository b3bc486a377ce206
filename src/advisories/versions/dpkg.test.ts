import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { testbedHas } from "../../../test/bed/program.ts";
import { versionPairs } from "../../../test/version-pairs.ts";
import { compareDpkgVersions } from "./dpkg.ts";

it.each([
  ["1.0~rc1", "<", "1.0"],
  ["1.0", "=", "1.0-0"],
  ["1.0", "<", "1.0+b1"],
  ["1.0a", "<", "1.0+"],
  ["1:0.1", ">", "9.9"],
  ["2.6.1", "<", "2.6.10"],
  ["5.4.1-1+deb12u1", "<", "5.4.1-1+deb12u2"],
  ["007", "=", "7"],
  ["99999999999999999998", "<", "99999999999999999999"],
  ["3.3.3", "<", "3.3.3-squeeze1"],
])("%s %s %s", (a, relation, b) => {
  expect("<=>"[Math.sign(compareDpkgVersions(a, b)) + 1]).toBe(relation);
  expect("<=>"[Math.sign(compareDpkgVersions(b, a)) + 1]).toBe({ "<": ">", "=": "=", ">": "<" }[relation]);
});

it.runIf(testbedHas("dpkg"))("says of 10,000 pairs what dpkg --compare-versions says", () => {
  const alphabet = [..."0123456789", ".", ".", "-", "~", "+", "a", "z", "A", "1:", "0", "-1", "+deb12u1", "~bpo"];
  // Elsewhere than after an epoch of digits, a colon makes no version for dpkg; nor does an empty part.
  const isVersion = (it: string) => /^(?:\d+:)?\d[^:]*$/.test(it) && !it.endsWith("-");
  const pairs = versionPairs(14_000, alphabet).filter((it) => it.every(isVersion));
  expect(pairs.length).toBeGreaterThanOrEqual(10_000);
  const claims = pairs.map(([a, b]) => `${a} ${["lt", "eq", "gt"][Math.sign(compareDpkgVersions(a, b)) + 1]} ${b}`);
  const script = 'while read -r a is b; do dpkg --compare-versions "$a" "$is" "$b" || echo "$a $is $b"; done';
  const denied = execFileSync("sh", ["-c", script], { input: `${claims.join("\n")}\n` }).toString();
  expect(denied).toBe("");
});
