import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type AspectEvidence, conclude, concludeAspect, type Ruling } from "./conclude.ts";
import type { Outcome } from "./outcome.ts";
import { unknown } from "./outcome.ts";
import { statuses } from "./status.ts";

const holds: Outcome = { outcome: "holds", because: "seen" };
const fails: Outcome = { outcome: "fails", problems: [{ id: "p", message: "m", discriminator: "" }], gaps: [] };
const half: Outcome = { ...fails, gaps: [{ reason: "r", wouldVerify: "w" }] };
const notApplicable: Outcome = { outcome: "not-applicable", because: "n" };
const open = unknown("r", "w");
const gap = { reason: "r", wouldVerify: "w" };

function aspect(over: Partial<AspectEvidence> = {}): AspectEvidence {
  return { id: "a", level: "MUST", rulings: [], gaps: [], attested: false, ...over };
}
const ruled = (...outcomes: Outcome[]): Ruling[] => outcomes.map((outcome) => ({ outcome, covered: false }));

describe("one aspect", () => {
  test.each([
    ["nothing at all", aspect(), "unverified"],
    ["one that holds", aspect({ rulings: ruled(holds) }), "verified"],
    ["one that holds and a gap", aspect({ rulings: ruled(holds), gaps: [gap] }), "unverified"],
    ["one unknown among those that hold", aspect({ rulings: ruled(holds, open) }), "unverified"],
    ["a failure among unknowns", aspect({ rulings: ruled(open, fails, holds) }), "violated"],
    ["only controls that do not apply", aspect({ rulings: ruled(notApplicable) }), "unverified"],
    ["one that does not apply beside one that holds", aspect({ rulings: ruled(notApplicable, holds) }), "verified"],
    ["a covered failure", aspect({ rulings: [{ outcome: fails, covered: true }, ...ruled(holds)] }), "excepted"],
    [
      "a covered failure beside an open one",
      aspect({ rulings: [{ outcome: fails, covered: true }, ...ruled(fails)] }),
      "violated",
    ],
    ["a covered failure that saw only half", aspect({ rulings: [{ outcome: half, covered: true }] }), "unverified"],
    ["an attested gap", aspect({ gaps: [gap], attested: true }), "attested"],
    ["an attested unknown", aspect({ rulings: ruled(open, holds), attested: true }), "attested"],
    ["an attested failure", aspect({ rulings: ruled(fails), attested: true }), "violated"],
    [
      "an attested gap and a covered failure",
      aspect({ rulings: [{ outcome: fails, covered: true }], gaps: [gap], attested: true }),
      "excepted",
    ],
    ["excluded without subjects", aspect({ gaps: [gap], excluded: "no such thing" }), "not applicable"],
    ["excluded, but failing", aspect({ rulings: ruled(fails), excluded: "no such thing" }), "violated"],
    ["excluded, but unknown", aspect({ rulings: ruled(open), excluded: "no such thing" }), "unverified"],
  ] as const)("%s", (_, evidence, status) => {
    expect(concludeAspect(evidence)).toBe(status);
  });
});

it("tells the strictest level that has the deciding status, and each level apart", () => {
  const concluded = conclude(
    [aspect({ level: "MUST", rulings: ruled(holds) }), aspect({ id: "b", level: "SHOULD", rulings: ruled(fails) })],
    ["MUST", "SHOULD", "MAY"],
  );
  expect(concluded).toMatchObject({
    status: "violated",
    level: "SHOULD",
    levels: [
      { level: "MUST", status: "verified" },
      { level: "SHOULD", status: "violated" },
    ],
  });
});

const anyOutcome = fc.constantFrom<Outcome>(holds, fails, half, notApplicable, open);
const anyAspect = fc.record({
  id: fc.constantFrom("a", "b", "c"),
  level: fc.constantFrom("MUST", "SHOULD", "MAY"),
  rulings: fc.array(fc.record({ outcome: anyOutcome, covered: fc.boolean() }), { maxLength: 4 }),
  gaps: fc.constantFrom([], [gap]),
  attested: fc.boolean(),
  excluded: fc.option(fc.constant("no such thing"), { nil: undefined }),
}) as fc.Arbitrary<AspectEvidence>;

/** Every way in which one piece of evidence can get worse. */
const loss = fc.record({ aspect: fc.nat(), ruling: fc.nat() });

describe("over any evidence", () => {
  const order = ["MUST", "SHOULD", "MAY"];
  const someAspects = fc.array(anyAspect, { minLength: 1, maxLength: 4 });

  it("losing what a control said never makes a requirement verified", () => {
    fc.assert(
      fc.property(someAspects, loss, (aspects, lost) => {
        const spoilt = aspects.map((one, index) =>
          index === lost.aspect % aspects.length && one.rulings.length > 0
            ? {
                ...one,
                rulings: one.rulings.map((ruling, at) =>
                  at === lost.ruling % one.rulings.length ? { ...ruling, outcome: open } : ruling,
                ),
              }
            : one,
        );
        if (conclude(spoilt, order).status === "verified") expect(conclude(aspects, order).status).toBe("verified");
      }),
      { numRuns: 5_000 },
    );
  });

  it("an exception never makes a requirement verified, and neither does an attestation", () => {
    fc.assert(
      fc.property(someAspects, (aspects) => {
        const bare = aspects.map((one) => ({
          ...one,
          attested: false,
          rulings: one.rulings.map((ruling) => ({ ...ruling, covered: false })),
        }));
        if (conclude(aspects, order).status === "verified") expect(conclude(bare, order).status).toBe("verified");
      }),
      { numRuns: 5_000 },
    );
  });

  it("more evidence that fails never makes anything better", () => {
    fc.assert(
      fc.property(someAspects, (aspects) => {
        const worse = aspects.map((one) => ({ ...one, rulings: [...one.rulings, ...ruled(fails)] }));
        const rank = (of: readonly AspectEvidence[]) => statuses.indexOf(conclude(of, order).status);
        expect(rank(worse)).toBeLessThanOrEqual(rank(aspects));
      }),
      { numRuns: 1_000 },
    );
  });
});
