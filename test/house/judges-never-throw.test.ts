import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Control } from "../../src/controls/control.ts";
import { controls } from "../../src/controls/registry.ts";
import { render } from "../../src/controls/render.ts";
import { endpointSchema, hostSchema, policySchema, systemSchema } from "../../src/estate/schema.ts";
import { factSchemas } from "../../src/probes/fact-kinds.ts";
import type { Outcome } from "../../src/verdict/outcome.ts";
import { arbitraryOf } from "../arbitrary-facts.ts";

const camel = (kind: string) => kind.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const facts = new Map(
  Object.entries(factSchemas).map(([kind, schema]) => [
    kind,
    arbitraryOf(schema).filter((it) => schema.safeParse(it).success),
  ]),
);
const declarations = {
  endpoint: fc.constantFrom(
    ...[{ url: "https://shop.example.com/" }, { url: "http://shop.example.com/" }].map((it) =>
      endpointSchema.parse(it),
    ),
    endpointSchema.parse({
      url: "https://shop.example.com/",
      confidential: false,
      methods: ["put"],
      technology: ["php"],
    }),
  ),
  host: fc.constantFrom(
    hostSchema.parse({}),
    hostSchema.parse({
      listeners: [{ port: 80, clients: "local" }],
      units: ["a.service"],
      unitsDecided: true,
      admins: ["ann"],
    }),
  ),
};
const now = new Date("2026-01-01T00:00:00Z");

/** Judges as the engine does, but takes a text's placeholder without a value for a mistake. */
function judge(control: Control, seen: Readonly<Record<string, unknown>>, declared: object): Outcome {
  const subject = { id: `${control.subject}:it`, kind: control.subject, name: "it", systems: ["shop"], declared };
  return control.judge(seen as never, {
    subject: subject as Parameters<Control["judge"]>[1]["subject"],
    system: systemSchema.parse({ environment: "production" }),
    policy: policySchema.parse({}),
    now,
    problem: (id, data = {}, options = {}) => {
      const text = control.problems[id] ?? `no text for ${id}`;
      const needed = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
      expect(Object.keys(data)).toEqual(expect.arrayContaining(needed));
      return { id, message: render(text, data), discriminator: options.discriminator ?? "" };
    },
  });
}

describe("judging whatever facts there may be", () => {
  test.each(controls.map((it) => [it.id, it] as const))("%s never throws", (_, control) => {
    const seen = fc.record(
      Object.fromEntries(control.observes.map((kind) => [camel(kind), facts.get(kind) ?? fc.constant({})])),
    );
    fc.assert(
      fc.property(seen, declarations[control.subject], (it, declared) => {
        const outcome = judge(control, it, declared);
        expect(["holds", "fails", "unknown", "not-applicable"]).toContain(outcome.outcome);
        if (outcome.outcome === "fails") {
          expect(outcome.problems.length).toBeGreaterThan(0);
          for (const { id } of outcome.problems) expect(Object.keys(control.problems)).toContain(id);
        }
        if (outcome.outcome === "unknown") expect(outcome.gaps.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
