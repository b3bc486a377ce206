import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generatedUnit, systemCallsByGroup } from "../../../test/bed/generated-units.ts";
import { requireProgram, testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { unitExposure } from "./exposure.ts";

interface Recorded {
  readonly [unit: string]: { readonly score: number; readonly properties: Readonly<Record<string, string>> };
}

test("gives the units of a booted Debian 12 the figures that its systemd 252 gave them", () => {
  const file = new URL("fixtures/debian-12-systemd-252-units.json", import.meta.url);
  const units = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Recorded);
  expect(units.length).toBeGreaterThanOrEqual(10);
  for (const [unit, { score, properties }] of units) expect(unitExposure(properties).score, unit).toBe(score);
});

test("what was not told of a unit counts as open", () => {
  const closed = { NoNewPrivileges: "yes", PrivateTmp: "yes", CapabilityBoundingSet: "" };
  for (const name of Object.keys(closed)) {
    const { [name]: _, ...less } = closed as Record<string, string>;
    expect(unitExposure(less).score).toBeGreaterThan(unitExposure(closed).score);
  }
});

describe.skipIf(!testbedHas("systemd-analyze"))("systemd itself", () => {
  test("gives 200 generated units the same figure", { timeout: 300_000 }, () => {
    const folder = runFolder("units");
    const groups = systemCallsByGroup();
    const units = Array.from({ length: 200 }, (_, at) => ({
      name: `u${at}.service`,
      ...generatedUnit(at + 1, groups),
    }));
    for (const { name, file } of units) writeFileSync(join(folder, name), file);
    const told = execFileSync(
      requireProgram("systemd-analyze") ?? "",
      ["security", "--offline=true", "--no-pager", ...units.map(({ name }) => join(folder, name))],
      { encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "ignore"] },
    );
    const theirs = new Map(
      [...told.matchAll(/level for (\S+): ([\d.]+)/g)].map(([, name, score]) => [name, Number(score)]),
    );
    const differing = units.flatMap(({ name, file, properties }) => {
      const { score } = unitExposure(properties);
      return score === theirs.get(name) ? [] : [{ name, score, theirs: theirs.get(name), file }];
    });
    expect(theirs.size).toBe(200);
    expect(new Set(theirs.values()).size).toBeGreaterThan(30);
    expect(differing).toEqual([]);
  });
});
