import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concluded, nth, type RandomAssessment, randomAssessment, troubleOf } from "../../test/random-assessment.ts";
import type { Observation } from "../probes/observation.ts";
import type { Assessment } from "./assessment.ts";

const runs = { numRuns: 1_500 };

/** One way of knowing less, at the observation that `pick` chooses. */
type Loss = (observation: Observation, n: number) => readonly Observation[];

function bare(observation: Observation) {
  const { facts: _, trouble: __, bug: ___, ...head } = observation as Observation & Record<string, unknown>;
  return head;
}
const losses: Record<string, Loss> = {
  "removing an observation": () => [],
  "turning facts into any trouble": (it, n) => [{ ...bare(it), trouble: troubleOf(n) } as Observation],
  "denying permission": (it) => [{ ...bare(it), trouble: { ...troubleOf(0), kind: "denied" } } as Observation],
  "a bug in the probe": (it) => [{ ...bare(it), bug: { message: "broken", stack: "" } } as Observation],
  "letting evidence age": (it) => [{ ...it, at: "2026-11-20T11:59:00.000Z" }],
  "dating evidence in the future": (it) => [{ ...it, at: "2026-11-23T11:59:00.000Z" }],
};

function spoil(it: RandomAssessment, picks: readonly number[], loss: Loss): RandomAssessment {
  const spoilt = new Set(picks.map((pick) => (it.observations.length === 0 ? -1 : pick % it.observations.length)));
  return {
    ...it,
    observations: it.observations.flatMap((one, index) => (spoilt.has(index) ? loss(one, picks[0] ?? 0) : [one])),
  };
}

function unreachable(it: RandomAssessment, pick: number): RandomAssessment {
  if (it.observations.length === 0) return it;
  const { subject } = nth(it.observations, pick);
  return {
    ...it,
    observations: it.observations.map((one) =>
      one.subject === subject
        ? ({ ...bare(one), trouble: { ...troubleOf(0), kind: "unreachable" } } as Observation)
        : one,
    ),
  };
}

/** Nothing becomes verified that was not, nothing that was told goes silent, and the first figure doesn't rise. */
function expectNoBetter(before: Assessment, after: Assessment): void {
  const verifiedBefore = new Set(verifiedParts(before));
  expect(verifiedParts(after).filter((part) => !verifiedBefore.has(part))).toEqual([]);
  expect(after.requirements.length).toBe(before.requirements.length);
  expect(after.outcomes.length).toBe(before.outcomes.length);
  expect(after.summary.verified).toBeLessThanOrEqual(before.summary.verified);
  const told = new Set([...after.findings, ...after.unknowns].map(placeOf));
  expect([...before.findings, ...before.unknowns].map(placeOf).filter((place) => !told.has(place))).toEqual([]);
  expect(openOutcomes(after)).toBeGreaterThanOrEqual(openOutcomes(before));
}

/** Each requirement, and each of its levels, that is verified. */
function verifiedParts({ requirements }: Assessment): readonly string[] {
  return requirements.flatMap(({ system, id, status, levels }) => [
    ...(status === "verified" ? [`${system} ${id}`] : []),
    ...levels.filter((part) => part.status === "verified").map(({ level }) => `${system} ${id} ${level}`),
  ]);
}

function openOutcomes({ outcomes }: Assessment): number {
  return outcomes.filter(({ outcome }) => outcome.outcome === "fails" || outcome.outcome === "unknown").length;
}

function placeOf(it: {
  readonly control?: string;
  readonly requirement: string;
  readonly aspect: string;
  readonly subject?: string;
}): string {
  return [it.requirement, it.aspect, it.control ?? "", it.subject ?? ""].join(" ");
}

describe("knowing less never looks better", () => {
  for (const [name, loss] of Object.entries(losses)) {
    it(`by ${name}`, () => {
      fc.assert(
        fc.property(randomAssessment, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), (base, picks) => {
          expectNoBetter(concluded(base), concluded(spoil(base, picks, loss)));
        }),
        runs,
      );
    });
  }

  it("by losing everything of one subject", () => {
    fc.assert(
      fc.property(randomAssessment, fc.nat(), (base, pick) => {
        expectNoBetter(concluded(base), concluded(unreachable(base, pick)));
      }),
      runs,
    );
  });

  for (const [name, loss] of Object.entries(losses)) {
    it(`and nothing at all is verified after ${name}, when that befalls every observation`, () => {
      fc.assert(
        fc.property(randomAssessment, fc.nat(), (base, n) => {
          const observations = base.observations.flatMap((one) => loss(one, n));
          expect(concluded({ ...base, observations }).summary.verified).toBe(0);
        }),
        runs,
      );
    });
  }
});

describe("the random assessments", () => {
  it("reach every status, so that the properties above are about something", () => {
    const seen = new Set<string>();
    let withVerified = 0;
    fc.assert(
      fc.property(randomAssessment, (base) => {
        const assessment = concluded(base);
        for (const one of assessment.requirements) seen.add(one.status);
        if (assessment.summary.verified > 0) withVerified += 1;
      }),
      runs,
    );
    expect([...seen].sort()).toEqual(["attested", "excepted", "not applicable", "unverified", "verified", "violated"]);
    expect(withVerified).toBeGreaterThan(runs.numRuns / 5);
  });

  it("are concluded to the same bytes every time", () => {
    fc.assert(
      fc.property(randomAssessment, (base) => {
        expect(JSON.stringify(concluded(base))).toBe(JSON.stringify(concluded(base)));
      }),
      { numRuns: 300 },
    );
  });
});
