import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { controlFolders } from "../../scripts/control-folders.ts";
import { registryText } from "../../scripts/registry.ts";
import { controls } from "../../src/controls/registry.ts";
import { products } from "../../src/probes/product.ts";
import { probes } from "../../src/probes/registry.ts";
import { requirements } from "../../src/standard/catalog.ts";
import { root } from "./source-files.ts";

const folders = controlFolders();
const headings = ["What is checked", "Why", "How to mend", "How to check by hand", "When it does not apply"];

describe("the registry of controls", () => {
  it("is what `npm run registry` writes from the folders", () => {
    const imports = (text: string) => [...text.matchAll(/import (?!type).*/g)].map(([line]) => line);
    const text = readFileSync(join(root, "src/controls/registry.ts"), "utf8");
    expect(imports(text)).toEqual(imports(registryText(folders)));
  });

  it("has at least the 45 first controls", () => {
    expect(controls.length).toBeGreaterThanOrEqual(45);
  });
});

describe.each(folders.map((it) => [it.id, it] as const))("%s", (id, folder) => {
  const control = controls.find((it) => it.id === id);
  if (control === undefined) throw new Error(`${id} is not in the registry: npm run registry`);
  const aspect = requirements
    .find((it) => it.id === control.requirement)
    ?.aspects.find((it) => it.id === control.aspect);

  it("serves an aspect of the standard, on the kind of subject the aspect is about", () => {
    expect(aspect?.subjects).toContain(control.subject);
  });

  it("asks for facts that a probe of its subject tells", () => {
    const told = probes.filter((it) => it.subject === control.subject).flatMap((it) => it.yields);
    expect(told).toEqual(expect.arrayContaining([...control.observes]));
    expect(probes.flatMap((it) => it.yields)).toEqual(expect.arrayContaining([...(control.across ?? [])]));
  });

  it("has a page with every heading, that begins with its claim", () => {
    const page = readFileSync(join(folder.path, "README.md"), "utf8");
    expect(page.split("\n")[0]).toBe(`# ${control.title}`);
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(headings);
  });

  test.each(["holds", "fails", "unknown"])("has a case in which it %s", (outcome) => {
    expect(readdirSync(join(folder.path, "cases")).some((name) => name.startsWith(`${outcome}-`))).toBe(true);
  });

  it("says how to mend it for products that a probe can recognise", () => {
    expect(Object.keys(control.remedy).length).toBeGreaterThan(0);
    expect(products).toEqual(expect.arrayContaining(Object.keys(control.remedy)));
  });
});

describe("every requirement", () => {
  test.each(requirements.map((it) => [it.id, it] as const))("%s has a control or says what to attest", (_, it) => {
    for (const aspect of it.aspects) {
      const served = controls.some((one) => one.requirement === it.id && one.aspect === aspect.id);
      expect(served || aspect.attest.length > 20).toBe(true);
    }
  });
});

describe("the registry of probes", () => {
  it("has every folder with a probe", () => {
    const kinds = readdirSync(join(root, "src/probes"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith("probe.ts") && path.includes("/"))
      .map((path) => path.split("/")[0]);
    expect(probes.map((it) => it.id).sort()).toEqual(kinds.sort());
  });
});
