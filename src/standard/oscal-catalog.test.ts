import { expect, test } from "vitest";
import { oscalValidator } from "../../test/oscal-schema.ts";
import { requirements } from "./catalog.ts";
import { extras } from "./extras.ts";
import { oscalAspectId, oscalCatalog } from "./oscal-catalog.ts";

const told = { lastModified: new Date("2026-07-01T10:30:00Z"), version: "0.1.0" };
const { catalog } = oscalCatalog(told);
const [extraGroup, ...sectionGroups] = catalog.groups.toReversed();
const controls = sectionGroups.toReversed().flatMap((it) => it.controls);

const validate = oscalValidator();

test.skipIf(validate === undefined)("the catalog is valid by the official schema of OSCAL 1.2.1", () => {
  validate?.(oscalCatalog(told));
  expect(validate?.errors ?? []).toEqual([]);
});

test.skipIf(validate === undefined)(
  "the official schema refuses a catalog without its identifier or with a bad one",
  () => {
    const { uuid: _, ...bare } = catalog;
    expect(validate?.({ catalog: bare })).toBe(false);
    expect(validate?.({ catalog: { ...catalog, uuid: "no" } })).toBe(false);
  },
);

test("each of the 51 is one control, with every part of it, its levels and its numbers", () => {
  expect(controls.map((it) => it.id)).toEqual(requirements.map((it) => it.id.toLowerCase()));
  requirements.forEach((it, i) => {
    const [statement, guidance] = controls[i]?.parts ?? [];
    expect(statement?.prose).toBe(it.statement);
    expect(statement?.parts?.map((part) => part.id)).toEqual(it.aspects.map((part) => oscalAspectId(it.id, part.id)));
    expect(guidance?.parts).toHaveLength(it.aspects.length);
  });
  const access = controls.find((it) => it.id === "sep-5");
  const values = (name: string) => access?.props.filter((it) => it.name === name).map((it) => it.value);
  expect(values("level")).toEqual(["MUST", "SHOULD"]);
  expect(values("item")).toEqual(["3.1.5", "2.1 (5)"]);
});

test("the extras are a group of their own, and marked", () => {
  expect(extraGroup?.id).toBe("extras");
  expect(extraGroup?.controls).toHaveLength(extras.length);
  for (const it of extraGroup?.controls ?? []) {
    expect(it.props).toContainEqual(expect.objectContaining({ name: "extra", value: "yes" }));
  }
});

test("every link leads to a resource, and no id occurs twice", () => {
  const resources = catalog["back-matter"].resources.map((it) => `#${it.uuid}`);
  for (const it of controls) for (const link of it.links ?? []) expect(resources).toContain(link.href);
  const all = catalog.groups.flatMap((group) => [
    group.id,
    ...group.controls.flatMap((it) => [
      it.id,
      ...it.parts.flatMap((part) => [part.id, ...(part.parts?.map((inner) => inner.id) ?? [])]),
    ]),
  ]);
  expect(new Set(all).size).toBe(all.length);
});

test("the same arguments give the same bytes, and nothing but them tells the time", () => {
  expect(JSON.stringify(oscalCatalog(told))).toBe(JSON.stringify(oscalCatalog({ ...told })));
  expect(catalog.metadata["last-modified"]).toBe("2026-07-01T10:30:00.000Z");
});
