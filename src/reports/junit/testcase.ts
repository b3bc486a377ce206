import type { Assessment, RequirementResult } from "../../assessment/assessment.ts";
import type { Status } from "../../verdict/status.ts";
import { visibleLines } from "../visible.ts";
import { element, textOf } from "./xml.ts";

/** What became of a test case. */
export type Verdict = "passed" | "failure" | "error" | "skipped";

export interface TestCase {
  readonly verdict: Verdict;
  readonly xml: string;
}

/**
 * Readers of JUnit count `skipped` as harmless, so what is unverified must not be skipped but is an `error`. Only what was
 * measured and holds passes: what a person attests, and what an exception covers, is skipped with these words.
 */
const verdictOf: Readonly<Record<Status, Verdict>> = {
  violated: "failure",
  unverified: "error",
  excepted: "skipped",
  attested: "skipped",
  verified: "passed",
  "not applicable": "skipped",
};

/** A requirement for a system as a test case. */
export function requirementCase(it: RequirementResult, assessment: Assessment): TestCase {
  const verdict = verdictOf[it.status];
  const head = { classname: `${it.system}.${it.section}`, name: `${it.id} ${it.title}` };
  const message = `${it.status} (${it.level}): ${it.reasons[0] ?? "no reason is given"}`;
  return testCase(head, verdict, it.status, message, detailsOf(it, assessment));
}

/** A test case of which only errors are told, such as a run that was stopped. */
export function errorCase(name: string, type: string, message: string, details: readonly string[]): TestCase {
  return testCase({ classname: "holdfast.assessment", name }, "error", type, message, details);
}

function testCase(
  head: { readonly classname: string; readonly name: string },
  verdict: Verdict,
  type: string,
  message: string,
  details: readonly string[],
): TestCase {
  const attributes = { ...head, time: "0" };
  if (verdict === "passed") return { verdict, xml: element("testcase", attributes) };
  const result =
    verdict === "skipped" ? element("skipped", { message }) : element(verdict, { message, type }, [textOf(details)]);
  return { verdict, xml: element("testcase", attributes, [result]) };
}

function detailsOf({ id, system, reasons }: RequirementResult, { findings, unknowns }: Assessment): readonly string[] {
  const concerns = (it: { readonly requirement: string; readonly systems: readonly string[] }) =>
    it.requirement === id && it.systems.includes(system);
  return [
    ...reasons,
    ...findings
      .filter(concerns)
      .flatMap((it) => [
        "",
        `[${it.severity}] ${it.control} on ${it.subject}: ${it.problem}`,
        ...(it.deadline === undefined ? [] : [`to be mended by ${it.deadline}`]),
        ...(it.exception === undefined ? [] : [`excepted by ${it.exception.approvedBy} until ${it.exception.until}`]),
        ...it.remedy.flatMap(({ product, text }) => [`${product}:`, ...visibleLines(text).map((line) => `  ${line}`)]),
      ]),
    ...unknowns
      .filter(concerns)
      .flatMap((it) => [
        "",
        `unknown: ${it.control ?? it.aspect}${it.subject === undefined ? "" : ` on ${it.subject}`}: ${it.reason}`,
        `what would verify it: ${it.wouldVerify}`,
      ]),
  ];
}
