import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { testbedHas } from "../../../test/bed/program.ts";
import { versionPairs } from "../../../test/version-pairs.ts";
import { compareRpmVersions } from "./rpm.ts";

it.each([
  ["1.0~rc1", "<", "1.0"],
  ["1.0^git1", ">", "1.0"],
  ["1.0^git1", "<", "1.0.1"],
  ["1.0^git1~pre", "<", "1.0^git1"],
  ["1.a", "<", "1.1"],
  ["1_0", "=", "1.0"],
  ["1:1.0-1", ">", "2.0-1"],
  ["1.0-1.el9", "<", "1.0-2.el9"],
  ["1.0", "=", "1.0-5"],
  ["10.0001", "=", "10.1"],
])("%s %s %s", (a, relation, b) => {
  expect("<=>"[Math.sign(compareRpmVersions(a, b)) + 1]).toBe(relation);
});

it.runIf(testbedHas("rpm"))("says of 10,000 pairs what rpm.vercmp says", () => {
  const alphabet = [..."0123456789", ".", ".", "_", "~", "^", "+", "a", "b", "Z", "rc", "git"];
  const pairs = versionPairs(10_000, alphabet);
  const told = execFileSync(
    "rpm",
    [
      "--eval",
      '%{lua: for l in io.stdin:lines() do local s = l:find(" ", 1, true); io.stdout:write(rpm.vercmp(l:sub(1, s - 1), l:sub(s + 1)), "\\n") end}',
    ],
    {
      input: `${pairs.map((it) => it.join(" ")).join("\n")}\n`,
    },
  );
  const expected = told.toString().trim().split("\n").map(Number);
  expect(expected).toHaveLength(pairs.length);
  const differing = pairs.flatMap(([a, b], i) => {
    const ours = Math.sign(compareRpmVersions(a, b));
    return ours === expected[i] ? [] : [`${a} against ${b}: ${ours}, rpm ${expected[i]}`];
  });
  expect(differing).toEqual([]);
});
