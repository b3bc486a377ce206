import fc from "fast-check";
import type { Assessment } from "../src/assessment/assessment.ts";
import { conclude } from "../src/assessment/conclude.ts";
import { plan } from "../src/assessment/plan.ts";
import type { Control } from "../src/controls/control.ts";
import { type Estate, estateSchema } from "../src/estate/schema.ts";
import { subjectsOf } from "../src/estate/subjects.ts";
import { factKinds } from "../src/probes/fact-kinds.ts";
import type { Observation } from "../src/probes/observation.ts";
import { probe } from "../src/probes/probe.ts";
import { requirements } from "../src/standard/catalog.ts";
import { troubleKinds } from "../src/transports/trouble.ts";
import { type Outcome, unknown } from "../src/verdict/outcome.ts";

/** The day on which every random assessment is judged. */
export const today = new Date("2026-11-22T12:00:00Z");

/** An estate, controls and observations that need not make sense, and are concluded all the same. */
export interface RandomAssessment {
  readonly estate: Estate;
  readonly controls: readonly Control[];
  readonly observations: readonly Observation[];
}

/** Probes that tell everything of the subjects there are; nobody ever observes with them. */
const tellers = (["host", "endpoint"] as const).map((subject) =>
  probe({
    ...{ id: subject, version: 1, subject, yields: factKinds, needs: [], title: "Everything" },
    observe: async () => [],
  }),
);

export function concluded(it: RandomAssessment): Assessment {
  return conclude(plan(it.estate, it.controls, tellers), it.controls, {
    ...it,
    ...{ source: "file", files: [], at: today, only: [], interrupted: false, holdfast: "0" },
  });
}

const few = fc.integer({ min: 0, max: 2 });

/** Requirements that hosts and endpoints alone can verify; the random controls lean towards them. */
const verifiable = requirements.filter((it) =>
  it.aspects.every(({ subjects }) => subjects.every((kind) => kind === "host" || kind === "endpoint")),
);

const anyEstate = fc
  .record({
    hosts: few,
    endpoints: few,
    second: fc.boolean(),
    criticality: fc.constantFrom("low", "very-high", undefined),
    exclusions: fc.array(fc.record({ requirement: fc.nat(), aspect: fc.nat(), whole: fc.boolean() }), { maxLength: 3 }),
    exceptions: fc.array(fc.record({ requirement: fc.nat(), until: fc.constantFrom("2026-11-21", "2027-01-01") }), {
      maxLength: 3,
    }),
    attestations: fc.array(
      fc.record({ requirement: fc.nat(), aspect: fc.nat(), until: fc.constantFrom("2026-11-21", "2027-01-01") }),
      { maxLength: 6 },
    ),
  })
  .map(({ hosts, endpoints, second, criticality, exclusions, exceptions, attestations }) => {
    const count = (n: number, name: string) => Array.from({ length: n }, (_, index) => `${name}${index}`);
    const requirementAt = (n: number) => nth(requirements, n);
    const system = {
      environment: "production",
      ...(criticality === undefined ? {} : { criticality, exposure: "external" }),
      hosts: count(hosts, "host"),
      endpoints: count(endpoints, "endpoint"),
      notApplicable: exclusions.map(({ requirement, aspect, whole }) => ({
        requirement: requirementAt(requirement).id,
        ...(whole ? {} : { aspect: nth(requirementAt(requirement).aspects, aspect).id }),
        because: "there is no such thing here",
      })),
    };
    return estateSchema.parse({
      estate: "random",
      environments: { production: { kind: "production" } },
      systems: second ? { shop: system, shared: system } : { shop: system },
      hosts: Object.fromEntries(system.hosts.map((name) => [name, {}])),
      endpoints: Object.fromEntries(system.endpoints.map((name) => [name, { url: `https://${name}.example.com/` }])),
      people: { alice: {} },
      exceptions: exceptions.map((it) => ({
        ...{ requirement: nth(verifiable, it.requirement).id, until: it.until },
        ...{ approvedBy: "alice", because: "approved until it is replaced" },
      })),
      attestations: attestations.map((it) => ({
        ...{
          requirement: requirementAt(it.requirement).id,
          aspect: nth(requirementAt(it.requirement).aspects, it.aspect).id,
        },
        ...{
          system: "shop",
          by: "alice",
          statement: "I have seen it myself",
          evidence: "minutes",
          on: "2026-01-01",
          until: it.until,
        },
      })),
    });
  });

/** What a control says follows from the `says` of its facts, the gravest first. */
const says = ["fails", "fails-half", "unknown", "not-applicable", "holds"] as const;
const outcomes: Record<(typeof says)[number], Outcome> = {
  holds: { outcome: "holds", because: "it was seen" },
  fails: { outcome: "fails", problems: [{ id: "bad", message: "it is bad", discriminator: "" }], gaps: [] },
  "fails-half": {
    outcome: "fails",
    problems: [{ id: "bad", message: "it is bad", discriminator: "" }],
    gaps: [{ reason: "half of it was seen", wouldVerify: "see the rest" }],
  },
  unknown: unknown("not all was seen", "see it all"),
  "not-applicable": { outcome: "not-applicable", because: "there is none" },
};

const anyObserved = fc.uniqueArray(fc.constantFrom(...factKinds), { minLength: 1, maxLength: 3 });
/** Most controls ask of their own subject only. */
const anyAcross = fc.oneof(
  { arbitrary: fc.constant([]), weight: 9 },
  { arbitrary: fc.uniqueArray(fc.constantFrom(...factKinds), { minLength: 1, maxLength: 2 }), weight: 1 },
);

const anyControls = fc
  .record({
    /** One control for each aspect of one requirement, so that it can be verified at all. */
    whole: fc.record({ requirement: fc.nat(), observes: anyObserved, across: anyAcross }),
    loose: fc.array(
      fc.record({
        requirement: fc.nat(),
        aspect: fc.nat(),
        subject: fc.constantFrom("host", "endpoint"),
        observes: anyObserved,
        across: anyAcross,
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ whole, loose }) => [
    ...nth(verifiable, whole.requirement).aspects.map((aspect) => ({
      ...{
        requirement: nth(verifiable, whole.requirement),
        aspect,
        subject: nth(aspect.subjects, 0),
        observes: whole.observes,
        across: whole.across,
      },
    })),
    ...loose.map((it) => {
      const requirement = nth(it.requirement % 2 === 0 ? verifiable : requirements, it.requirement);
      return { ...it, requirement, aspect: nth(requirement.aspects, it.aspect) };
    }),
  ])
  .map((several) =>
    several.map(({ requirement, aspect, subject, observes, across }, index): Control => {
      return {
        ...{ id: `control-${index}`, requirement: requirement.id, aspect: aspect.id, subject },
        ...{ observes, across, severity: "medium", title: "It is good", problems: { bad: "it is bad" }, remedy: {} },
        judge: (seen, context) => {
          const all = Object.values(context.across).flat() as { facts: unknown }[];
          const said = [...Object.values(seen), ...all.map((it) => it.facts)].map(
            (facts) => (facts as unknown as { says: (typeof says)[number] }).says,
          );
          return outcomes[says.find((it) => said.includes(it)) ?? "unknown"];
        },
      } as Control;
    }),
  );

/** A random assessment; `mostly` biases the facts towards holding, so that many requirements are verified at first. */
export const randomAssessment: fc.Arbitrary<RandomAssessment> = fc
  .tuple(anyEstate, anyControls, fc.array(fc.nat({ max: 19 }), { minLength: 40, maxLength: 40 }))
  .map(([estate, controls, dice]) => {
    const keys = subjectsOf(estate).flatMap((subject) =>
      [
        ...new Set(
          controls.flatMap((it) => [...(it.subject === subject.kind ? it.observes : []), ...(it.across ?? [])]),
        ),
      ].map((fact) => ({ fact, subject: subject.id })),
    );
    const observations = keys.map(({ fact, subject }, index) => {
      const head = {
        ...{ fact, subject, probe: "random", version: 1, vantage: "local", at: "2026-11-22T11:59:00.000Z", tookMs: 1 },
        ...{ provenance: [], products: [] },
      };
      const roll = dice[index % dice.length] ?? 0;
      if (roll === 19) return { ...head, trouble: troubleOf(0) } as Observation;
      return { ...head, facts: { says: says[roll] ?? "holds" } } as unknown as Observation;
    });
    return { estate, controls, observations };
  });

export function troubleOf(n: number) {
  return { kind: nth(troubleKinds, n), message: "it could not be seen", wouldVerify: "let us see it" };
}

export function nth<T>(of: readonly T[], n: number): T {
  const it = of[n % of.length];
  if (it === undefined) throw new Error("nothing to choose from");
  return it;
}
