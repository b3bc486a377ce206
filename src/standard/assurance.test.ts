import { expect, test } from "vitest";
import { assuranceClass, criticalities, exposures } from "./assurance.ts";

test("the assurance class is that of the standard's table, in each of its cells", () => {
  const table = criticalities.map((criticality) => [
    criticality,
    ...exposures.map((exposure) => assuranceClass(criticality, exposure)),
  ]);
  expect(exposures).toEqual(["internal", "external"]);
  expect(table).toEqual([
    ["low", "standard", "standard"],
    ["medium", "standard", "standard"],
    ["high", "standard", "high"],
    ["very-high", "high", "very-high"],
  ]);
});

test("while criticality or exposure is undeclared, the class is unknown and never guessed", () => {
  for (const criticality of criticalities) expect(assuranceClass(criticality, undefined)).toBeUndefined();
  for (const exposure of exposures) expect(assuranceClass(undefined, exposure)).toBeUndefined();
  expect(assuranceClass(undefined, undefined)).toBeUndefined();
});
