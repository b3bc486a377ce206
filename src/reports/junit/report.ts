import type { Assessment } from "../../assessment/assessment.ts";
import { failedObservations } from "../failed-observations.ts";
import { errorCase, requirementCase, type TestCase, type Verdict } from "./testcase.ts";
import { element, textOf } from "./xml.ts";

interface Suite {
  readonly cases: readonly TestCase[];
  readonly xml: string;
}

/**
 * The assessment as JUnit XML for build servers: a suite for each section of each system, a test case for each requirement.
 * Violated is a failure, unverified is an error; only what was measured and holds passes.
 */
export function renderJunit(assessment: Assessment): string {
  const groups = Map.groupBy(assessment.requirements, (it) => JSON.stringify([it.system, it.section]));
  const suites = [...groups.values()].map((group): Suite => {
    const name = `${group[0]?.system}: ${group[0]?.section}`;
    const cases = group.map((it) => requirementCase(it, assessment));
    return { cases, xml: suite(name, assessment, cases) };
  });
  const own = ownCases(assessment);
  const failed = failedLines(assessment);
  if (own.length > 0 || failed.length > 0) suites.push({ cases: own, xml: suite("holdfast", assessment, own, failed) });
  const counts = countsOf(suites.flatMap((it) => it.cases));
  const all = element(
    "testsuites",
    { name: `holdfast: ${assessment.estate.name}`, ...counts, time: "0" },
    suites.map((it) => `\n${it.xml}`).concat("\n"),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`;
}

function suite(
  name: string,
  assessment: Assessment,
  cases: readonly TestCase[],
  failed: readonly string[] = [],
): string {
  const { holdfast, assessedAt, summary } = assessment;
  const properties = { holdfast, assessedAt, compliance: share(summary.compliance), coverage: share(summary.coverage) };
  const children = [
    element(
      "properties",
      {},
      Object.entries(properties).map(([key, value]) => element("property", { name: key, value })),
    ),
    ...cases.map((it) => it.xml),
    ...(failed.length > 0 ? [element("system-err", {}, [textOf(failed)])] : []),
  ];
  // Readers of the older schema refuse fractions of seconds and time zones here.
  const timestamp = assessedAt.slice(0, 19);
  return element(
    "testsuite",
    { name, ...countsOf(cases), time: "0", timestamp },
    children.map((it) => `\n${it}`).concat("\n"),
  );
}

function countsOf(cases: readonly TestCase[]) {
  const count = (verdict: Verdict) => cases.filter((it) => it.verdict === verdict).length;
  return { tests: cases.length, failures: count("failure"), errors: count("error"), skipped: count("skipped") };
}

/** What happened to the assessment itself. An assessment of nothing is an error, because readers take no tests for a pass. */
function ownCases({ interrupted, bugs, requirements }: Assessment): readonly TestCase[] {
  const stopped = "stopped before everything was looked at";
  return [
    ...(interrupted ? [errorCase("runs to its end", "interrupted", stopped, [])] : []),
    ...(requirements.length === 0 ? [errorCase("has something to assess", "empty", "nothing was assessed", [])] : []),
    ...bugs.map((it, index) => errorCase(`mistake ${index + 1} in Holdfast`, "bug", it.message, it.stack.split("\n"))),
  ];
}

function failedLines(assessment: Assessment): readonly string[] {
  return failedObservations(assessment).map(
    (it) =>
      `${it.subject} from ${it.vantage} (${it.facts.join(", ")}): ${it.kind}: ${it.message}; what would verify it: ${it.wouldVerify}`,
  );
}

function share(value: number | null): string {
  return value === null ? "nothing applies" : String(value);
}
