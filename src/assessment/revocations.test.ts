import { expect, test } from "vitest";
import { sampleAssessment } from "../../test/sample-assessment.ts";
import { sampleFindings } from "../../test/sample-findings.ts";
import type { Outcome } from "../verdict/outcome.ts";
import type { Assessment, Finding } from "./assessment.ts";
import { revocationsOf } from "./revocations.ts";

const control = "host-access-revoked";
const subject = "host:web1";
const gap = { reason: "timeout", wouldVerify: "look again" };

/** A look at one host at an hour, which found the access of these people. */
function look(hour: number, found: readonly string[], gaps: readonly (typeof gap)[] = []): Assessment {
  const [sample] = sampleFindings;
  if (sample === undefined) throw new Error("no sample");
  const findings = found.map(
    (it): Finding => ({
      ...{ ...sample, id: `${control}#${subject}#account#${it}`, control, subject, requirement: "ADM-6" },
      problem: `${it} can still enter`,
    }),
  );
  const problems = findings.map((it) => ({ id: "account", message: it.problem, discriminator: "" }));
  const outcome: Outcome =
    problems.length > 0
      ? { outcome: "fails", problems, gaps }
      : gaps.length > 0
        ? { outcome: "unknown", gaps }
        : { outcome: "holds", because: "nothing left" };
  return sampleAssessment({
    assessedAt: at(hour),
    findings,
    outcomes: [
      { control, requirement: "ADM-6", aspect: "host-accounts", subject, system: "shop", outcome, evidence: [] },
    ],
  });
}
const at = (hour: number) => `2026-11-28T${String(hour).padStart(2, "0")}:00:00.000Z`;
const intervals = (looks: readonly Assessment[]) =>
  revocationsOf(looks).map((it) => [it.problem, it.lastSeen, it.goneBy]);

test("access went between the look that last saw it and the first whole one without it", () => {
  const looks = [look(6, ["bob", "carl"]), look(7, ["bob", "carl"]), look(8, ["carl"]), look(9, [])];
  const expected = [
    ["bob can still enter", at(7), at(8)],
    ["carl can still enter", at(8), at(9)],
  ];
  expect(intervals(looks)).toEqual(expected);
  expect(intervals(looks.toReversed())).toEqual(expected);
});

test("a look with gaps, or of something else, shows nothing gone", () => {
  expect(intervals([look(6, ["bob"]), look(7, [], [gap])])).toEqual([["bob can still enter", at(6), undefined]]);
  expect(intervals([look(6, ["bob"]), look(7, ["carl"], [gap])]).at(0)).toEqual([
    "bob can still enter",
    at(6),
    undefined,
  ]);
  expect(intervals([look(6, ["bob"]), { ...look(7, []), outcomes: [] }])).toEqual([
    ["bob can still enter", at(6), undefined],
  ]);
});

test("access that comes back is not gone", () => {
  expect(intervals([look(6, ["bob"]), look(7, []), look(8, ["bob"])])).toEqual([
    ["bob can still enter", at(8), undefined],
  ]);
});

test("findings of other requirements are none of it", () => {
  const other = look(6, ["bob"]);
  expect(
    revocationsOf([{ ...other, findings: other.findings.map((it) => ({ ...it, requirement: "ADM-1" as const })) }]),
  ).toEqual([]);
});
