import fc from "fast-check";
import { expect, test } from "vitest";
import { criticalities, exposures } from "./assurance.ts";
import { deadline } from "./deadlines.ts";

/** A Wednesday. */
const found = new Date("2026-07-01T10:30:00.000Z");
const due = (...[severity, exposure, criticality, at]: Parameters<typeof deadline>) =>
  deadline(severity, exposure, criticality, at)?.toISOString();

test("an external critical application: end of the next working day, 7 days, 6 months", () => {
  for (const criticality of ["high", "very-high"] as const) {
    expect(due("critical", "external", criticality, found)).toBe("2026-07-02T23:59:59.999Z");
    expect(due("high", "external", criticality, found)).toBe("2026-07-08T10:30:00.000Z");
    expect(due("medium", "external", criticality, found)).toBe("2027-01-01T10:30:00.000Z");
  }
});

test("any other external application: 7 days, 21 days, none", () => {
  for (const criticality of ["low", "medium"] as const) {
    expect(due("critical", "external", criticality, found)).toBe("2026-07-08T10:30:00.000Z");
    expect(due("high", "external", criticality, found)).toBe("2026-07-22T10:30:00.000Z");
    expect(due("medium", "external", criticality, found)).toBeUndefined();
  }
});

test("an internal critical application: 7 days, 30 days, 12 months", () => {
  for (const criticality of ["high", "very-high"] as const) {
    expect(due("critical", "internal", criticality, found)).toBe("2026-07-08T10:30:00.000Z");
    expect(due("high", "internal", criticality, found)).toBe("2026-07-31T10:30:00.000Z");
    expect(due("medium", "internal", criticality, found)).toBe("2027-07-01T10:30:00.000Z");
  }
});

test("any other internal application: 21 days, 60 days, none", () => {
  for (const criticality of ["low", "medium"] as const) {
    expect(due("critical", "internal", criticality, found)).toBe("2026-07-22T10:30:00.000Z");
    expect(due("high", "internal", criticality, found)).toBe("2026-08-30T10:30:00.000Z");
    expect(due("medium", "internal", criticality, found)).toBeUndefined();
  }
});

test("the next working day skips Saturday and Sunday, by UTC", () => {
  const next = (day: string) => due("critical", "external", "high", new Date(day));
  expect(next("2026-07-03T00:00:00Z")).toBe("2026-07-06T23:59:59.999Z");
  expect(next("2026-07-03T23:59:59Z")).toBe("2026-07-06T23:59:59.999Z");
  expect(next("2026-07-04T12:00:00Z")).toBe("2026-07-06T23:59:59.999Z");
  expect(next("2026-07-05T12:00:00Z")).toBe("2026-07-06T23:59:59.999Z");
  expect(next("2026-07-06T12:00:00Z")).toBe("2026-07-07T23:59:59.999Z");
});

test("months end on the last day where the month is shorter", () => {
  expect(due("medium", "external", "high", new Date("2026-08-31T10:00:00Z"))).toBe("2027-02-28T10:00:00.000Z");
  expect(due("medium", "external", "high", new Date("2027-08-31T10:00:00Z"))).toBe("2028-02-29T10:00:00.000Z");
  expect(due("medium", "internal", "high", new Date("2028-02-29T10:00:00Z"))).toBe("2029-02-28T10:00:00.000Z");
});

test("low findings, and systems whose exposure or criticality nobody declared, have no deadline", () => {
  for (const severity of ["low", "info"] as const) {
    expect(deadline(severity, "external", "very-high", found)).toBeUndefined();
  }
  expect(deadline("critical", undefined, "high", found)).toBeUndefined();
  expect(deadline("critical", "external", undefined, found)).toBeUndefined();
});

test("a deadline is always later than the finding, the graver never later than the lighter, and the finding's date is left alone", () => {
  const from = new Date("1970-01-01T00:00:00Z");
  const to = new Date("2200-01-01T00:00:00Z");
  fc.assert(
    fc.property(
      fc.date({ min: from, max: to, noInvalidDate: true }),
      fc.constantFrom(...exposures),
      fc.constantFrom(...criticalities),
      (at, exposure, criticality) => {
        const before = at.getTime();
        const dates = (["critical", "high", "medium"] as const)
          .map((severity) => deadline(severity, exposure, criticality, at)?.getTime())
          .filter((it) => it !== undefined);
        expect(at.getTime()).toBe(before);
        expect([before, ...dates].every((it, i, all) => i === 0 || it > (all[i - 1] ?? 0))).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
