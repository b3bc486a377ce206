import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runFolder } from "../bed/run-folder.ts";
import { holdfast, type JsonReport } from "./holdfast.ts";

test("a roster that shrinks at once stops the judging, until somebody says that it is whole", async () => {
  const folder = runFolder("roster");
  const estate = join(folder, "estate.yaml");
  const state = join(folder, "roster.json");
  const checked = async (people: number, more = "") => {
    const names = Array.from({ length: people }, (_, at) => `  person${at}: {}`);
    const text = `estate: it
environments: { production: { kind: production } }
systems: { shop: { environment: production } }
roster: { reviewed: "${new Date().toISOString().slice(0, 10)}", ${more} }
people:
${names.join("\n")}
`;
    writeFileSync(estate, text);
    const { stdout, stderr } = await holdfast(["check", estate, "--only", "ADM-6", "--json", "--quiet"]);
    if (!stdout.startsWith("{")) throw new Error(stderr);
    const { unknowns } = JSON.parse(stdout) as JsonReport;
    return unknowns.filter((it) => it.control === "roster-current").map((it) => it.reason);
  };
  expect(await checked(10)).toEqual([]);
  expect(existsSync(state)).toBe(false);
  const remembering = "state: roster.json";
  expect(await checked(10, remembering)).toEqual([]);
  expect(JSON.parse(readFileSync(state, "utf8"))).toMatchObject({ active: 10 });
  expect(await checked(9, remembering)).toEqual([]);
  for (let times = 0; times < 2; times += 1)
    expect(await checked(3, remembering)).toEqual([expect.stringContaining("the roster lost 6 of 9 active people")]);
  expect(JSON.parse(readFileSync(state, "utf8"))).toMatchObject({ active: 9 });
});
