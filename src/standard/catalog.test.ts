import { expect, test } from "vitest";
import { subjectKinds } from "../estate/subject.ts";
import { isRequirementId, levelsOf, requirement, requirements, sections } from "./catalog.ts";
import { extras } from "./extras.ts";
import { references } from "./reference.ts";
import { type Level, levels, type RequirementId, sectionIds } from "./requirement.ts";

const allAspects = requirements.flatMap((it) => it.aspects.map((aspect) => ({ of: it, aspect })));

/** What isn't just MUST, by the standard. */
const softer: Readonly<Record<string, readonly Level[]>> = {
  "SEP-3": ["SHOULD"],
  "SEP-5": ["MUST", "SHOULD"],
  "HAR-8": ["SHOULD"],
  "ISO-4": ["MUST", "SHOULD"],
  "ISO-5": ["SHOULD"],
  "ISO-6": ["MAY"],
  "ADM-2": ["SHOULD"],
  "ADM-3": ["SHOULD"],
  "ADM-5": ["SHOULD"],
};

test("there are exactly 51 requirements, so many in each section", () => {
  expect(requirements).toHaveLength(51);
  expect(Object.fromEntries(sections.map((it) => [it.id, it.requirements.length]))).toEqual({
    SEP: 5,
    HAR: 11,
    DOC: 6,
    BCK: 4,
    ISO: 6,
    ADM: 6,
    MNT: 2,
    SCN: 5,
    MON: 5,
    INC: 1,
  });
  expect(sections.map((it) => it.id)).toEqual([...sectionIds]);
});

test("requirements are numbered from 1 inside their section, in both editions too", () => {
  sections.forEach((section, s) => {
    expect(section.items).toEqual({ "tss-web-2.0": `3.${s + 1}`, "tss-web-md": `2.${s + 1}` });
    section.requirements.forEach((it, r) => {
      expect(it.section).toBe(section.id);
      expect(it.id).toBe(`${section.id}-${r + 1}`);
      expect(it.items).toEqual({ "tss-web-2.0": `3.${s + 1}.${r + 1}`, "tss-web-md": `2.${s + 1} (${r + 1})` });
    });
  });
});

test("levels are those of the standard; where it has two, each part says its own", () => {
  for (const it of requirements) expect([it.id, levelsOf(it)]).toEqual([it.id, softer[it.id] ?? ["MUST"]]);
  const levelOf = (id: RequirementId, aspect: string) => requirement(id).aspects.find((it) => it.id === aspect)?.level;
  expect(levelOf("SEP-5", "realm")).toBe("MUST");
  expect(levelOf("SEP-5", "instance")).toBe("SHOULD");
  expect(levelOf("ISO-4", "egress-restricted")).toBe("MUST");
  expect(levelOf("ISO-4", "container-egress-restricted")).toBe("MUST");
  expect(levelOf("ISO-4", "through-proxy")).toBe("SHOULD");
  expect(levelOf("ISO-6", "blocking")).toBe("MAY");
});

test("only security monitoring waits for the assurance class high", () => {
  for (const it of requirements) expect([it.id, it.gate]).toEqual([it.id, it.section === "MON" ? "high" : "standard"]);
});

test("a requirement is found by its id, and by nothing else", () => {
  expect(requirement("HAR-10").title).toBe("Insecure HTTP methods off");
  for (const it of requirements) expect(requirement(it.id)).toBe(it);
  for (const it of ["HAR-12", "HAR-0", "har-10", "HAR-010", "", "constructor", "__proto__"]) {
    expect(isRequirementId(it)).toBe(false);
  }
  expect(() => requirement("HAR-12")).toThrow("HAR-12");
});

test("every requirement has parts, with ids of their own", () => {
  for (const it of requirements) {
    expect(it.aspects.length).toBeGreaterThan(0);
    expect(new Set(it.aspects.map((aspect) => aspect.id)).size).toBe(it.aspects.length);
  }
  for (const { aspect } of allAspects) expect(aspect.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test("every part is about one known kind of subject, so that a control for another kind can't settle it", () => {
  for (const { of, aspect } of allAspects) {
    expect([of.id, aspect.id, aspect.subjects.length]).toEqual([of.id, aspect.id, 1]);
    for (const kind of aspect.subjects) expect(subjectKinds).toContain(kind);
    expect(levels).toContain(aspect.level);
  }
});

test("every text is a sentence, and what would verify it goes on after a colon", () => {
  for (const it of requirements) {
    expect(it.title).toMatch(/^[A-Z].*[^.\s]$/);
    expect(it.statement).toMatch(/^[A-Z].{20,}\.$/);
  }
  for (const { aspect } of allAspects) {
    // Reports go on with it inside a sentence, its first letter made small.
    expect(aspect.statement).toMatch(/^[A-Z][a-z]* .{10,}\.$/);
    expect(aspect.wouldVerify).toMatch(/^[a-z].{10,}[^.\s]$/);
    expect(aspect.attest).toMatch(/^[A-Z].{10,}\.$/);
  }
});

test("no two parts of a requirement say the same", () => {
  for (const it of requirements) {
    expect(new Set(it.aspects.map((aspect) => aspect.statement)).size).toBe(it.aspects.length);
  }
});

test("references name chapters that there are, and mappings items of the right form, none twice", () => {
  const forms = {
    "NIST SP 800-53 r5": /^[A-Z]{2}-\d{1,2}(\(\d{1,2}\))?$/,
    "ISO/IEC 27002:2022": /^[5-8]\.\d{1,2}$/,
    "CIS Controls v8": /^(1[0-8]|[1-9])\.\d{1,2}$/,
  };
  for (const it of requirements) {
    for (const reference of it.references) expect(Object.values(references)).toContain(reference);
    for (const to of it.mappings) expect(to.item).toMatch(forms[to.standard]);
    expect(new Set(it.mappings.map((to) => `${to.standard} ${to.item}`)).size).toBe(it.mappings.length);
  }
});

test("extras have ids of their own and a section, and none is a requirement", () => {
  expect(new Set(extras.map((it) => it.id)).size).toBe(extras.length);
  for (const it of extras) {
    expect(sectionIds).toContain(it.section);
    expect(isRequirementId(it.id)).toBe(false);
    expect(it.statement).toMatch(/^[A-Z].{20,}\.$/);
  }
});
