import { expect, test } from "vitest";
import { sampleAssessment } from "../../test/sample-assessment.ts";
import type { UnknownEntry } from "../assessment/assessment.ts";
import { waysToVerify } from "./ways-to-verify.ts";

const entry = (requirement: UnknownEntry["requirement"], wouldVerify: string, systems = ["shop"]): UnknownEntry => {
  return { requirement, aspect: "main", level: "MUST", systems, reason: "not seen", wouldVerify };
};

test("a way settles a requirement only when nothing else of it is open", () => {
  const unknowns = [entry("SEP-1", "root"), entry("SEP-2", "root"), entry("SEP-2", "a second host")];
  const ways = waysToVerify(sampleAssessment({ unknowns }));
  expect(ways.map((it) => [it.wouldVerify, it.settles, it.helps])).toEqual([
    ["root", 1, 1],
    ["a second host", 0, 1],
  ]);
});

test("what is violated anyway is helped, never settled", () => {
  expect(waysToVerify(sampleAssessment({ unknowns: [entry("HAR-10", "root")] }))[0]).toMatchObject({
    settles: 0,
    helps: 1,
  });
});

test("each system of which a requirement is open counts", () => {
  const ways = waysToVerify(sampleAssessment({ unknowns: [entry("SEP-1", "root", ["shop", "intranet"])] }));
  expect(ways[0]).toMatchObject({ settles: 2, requirements: ["SEP-1"] });
});
