import type { Ajv } from "ajv";
import AjvDraft04 from "ajv-draft-04";
import formats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { garbled } from "../../../test/garbled-assessment.ts";
import { sampleAssessment } from "../../../test/sample-assessment.ts";
import { officialSchema } from "../../../test/schemas.ts";
import type { Assessment } from "../../assessment/assessment.ts";
import { uriOf } from "./location.ts";
import { renderSarif } from "./report.ts";

interface Result {
  ruleId: string;
  ruleIndex: number;
  kind: string;
  level: string;
  message: { text: string };
  locations: { physicalLocation: { artifactLocation: { uri: string } }; logicalLocations?: { name: string }[] }[];
  partialFingerprints: { primaryLocationLineHash: string };
  suppressions: { kind: string; status: string; justification: string }[];
}
interface Rule {
  id: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  defaultConfiguration: { level: string };
  relationships: { target: { id: string; index: number } }[];
  properties: { tags: string[]; precision: string; "problem.severity": string; "security-severity"?: string };
}
interface Run {
  tool: { driver: { name: string; semanticVersion: string; rules: Rule[] } };
  invocations: {
    executionSuccessful: boolean;
    toolExecutionNotifications: { level: string; message: { text: string } }[];
  }[];
  taxonomies: { taxa: { id: string }[] }[];
  results: Result[];
}
function runOf(assessment: Assessment): Run {
  const { runs } = JSON.parse(renderSarif(assessment)) as { runs: Run[] };
  const [run] = runs;
  if (run === undefined) throw new Error("no run");
  return run;
}
const sample = sampleAssessment();
const run = runOf(sample);

/** What GitHub's code scanning demands or limits, beyond the schema. */
function gitHubRules(it: Run): void {
  expect(it.results.length).toBeLessThanOrEqual(25_000);
  for (const rule of it.tool.driver.rules) {
    expect(rule.shortDescription.text.length).toBeGreaterThan(0);
    expect([...rule.shortDescription.text].length).toBeLessThanOrEqual(1024);
    expect([...rule.fullDescription.text].length).toBeLessThanOrEqual(1024);
    expect(rule.help.text.length).toBeGreaterThan(0);
    expect(rule.help.markdown.length).toBeGreaterThan(0);
    expect(["error", "warning", "note", "none"]).toContain(rule.defaultConfiguration.level);
    expect(["very-high", "high", "medium", "low"]).toContain(rule.properties.precision);
    expect(["error", "warning", "recommendation"]).toContain(rule.properties["problem.severity"]);
    expect(rule.properties.tags.length).toBeLessThanOrEqual(20);
    expect(rule.properties.tags).toContain("security");
    const score = rule.properties["security-severity"];
    if (score !== undefined) expect(Number(score)).toBeGreaterThan(0);
  }
  for (const result of it.results) {
    expect(it.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(result.message.text.length).toBeGreaterThan(0);
    expect(result.locations).toHaveLength(1);
    expect(result.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^[^\s\\]+$/);
    expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]+:1$/);
  }
}

test("it has all that GitHub's code scanning asks for", () => {
  expect(run.tool.driver.name).toBe("Holdfast");
  expect(run.tool.driver.semanticVersion).toBe("0.1.0");
  gitHubRules(run);
});

test("each finding is a result of kind fail, the gravest first, followed by its own stable fingerprint", () => {
  const fails = run.results.filter((it) => it.kind === "fail");
  expect(fails.map((it) => it.ruleId).sort()).toEqual(sample.findings.map((it) => it.control).sort());
  expect(fails.map((it) => it.level)).toEqual(fails.map((it) => it.level).toSorted(byLevel));
  expect(new Set(fails.map((it) => it.partialFingerprints.primaryLocationLineHash)).size).toBe(fails.length);
  const reworded = runOf({ ...sample, findings: sample.findings.map((it) => ({ ...it, problem: "other words" })) });
  expect(reworded.results.filter((it) => it.kind === "fail").map((it) => it.partialFingerprints)).toEqual(
    fails.map((it) => it.partialFingerprints),
  );
});
function byLevel(a: string, b: string): number {
  const order = ["error", "warning", "note", "none"];
  return order.indexOf(a) - order.indexOf(b);
}

test("everything unknown is an open result that says what would verify it, and nothing is a pass", () => {
  const open = run.results.filter((it) => it.kind === "open");
  expect(open).toHaveLength(sample.unknowns.length);
  expect(open.every((it) => it.level === "none" && it.message.text.includes("What would verify it"))).toBe(true);
  expect(new Set(run.results.map((it) => it.kind))).toEqual(new Set(["fail", "open"]));
  expect(new Set(open.map((it) => it.partialFingerprints.primaryLocationLineHash)).size).toBe(open.length);
});

test("only what an approved exception covers is suppressed, with who approved it and until when", () => {
  const suppressed = run.results.filter((it) => it.suppressions.length > 0);
  expect(suppressed.map((it) => it.ruleId)).toEqual(["loopback-only"]);
  expect(suppressed[0]?.suppressions[0]).toMatchObject({ kind: "external", status: "accepted" });
  expect(suppressed[0]?.suppressions[0]?.justification).toMatch(/approved by alice, until 2027-01-31/);
});

test("a rule carries the score of its gravest finding, and points to its requirement", () => {
  const rule = run.tool.driver.rules.find((it) => it.id === "secrets-not-in-environment");
  expect(rule?.properties["security-severity"]).toBe("9.5");
  expect(rule?.relationships.map((it) => it.target.id)).toEqual(["BCK-4"]);
  expect(run.taxonomies[0]?.taxa[rule?.relationships[0]?.target.index ?? -1]?.id).toBe("BCK-4");
  expect(run.taxonomies[0]?.taxa).toHaveLength(51);
});

test("a run that was stopped or met a mistake of ours is not successful, and each observation that failed is told", () => {
  const clean = runOf(sampleAssessment({ bugs: [] })).invocations[0];
  expect(clean?.executionSuccessful).toBe(true);
  expect(clean?.toolExecutionNotifications.map((it) => it.level)).toEqual(["warning", "warning"]);
  expect(clean?.toolExecutionNotifications[0]?.message.text).toContain("run as root");
  expect(runOf(sampleAssessment({ bugs: [], interrupted: true })).invocations[0]?.executionSuccessful).toBe(false);
  expect(run.invocations[0]?.executionSuccessful).toBe(false);
});

test("more results than GitHub takes are left out from the end, and the number is told", () => {
  const [finding] = sample.findings;
  const [unknown] = sample.unknowns;
  if (finding === undefined || unknown === undefined) throw new Error("the sample is empty");
  const many = runOf(sampleAssessment({ findings: [finding], unknowns: Array(25_010).fill(unknown), bugs: [] }));
  expect(many.results).toHaveLength(25_000);
  expect(many.results[0]?.kind).toBe("fail");
  expect(many.invocations[0]?.toolExecutionNotifications[0]?.message.text).toMatch(/^11 results are left out/);
});

test("a hostile text neither makes a link nor reaches a terminal", () => {
  expect(renderSarif(sample)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(run.results.filter((it) => it.message.text.includes("]("))).toEqual([]);
  expect(JSON.stringify(run)).not.toMatch(/\\u001b|\\u009b/);
});

test("paths become URI references", () => {
  expect(uriOf("./estate/a b.yaml")).toBe("estate/a%20b.yaml");
  expect(uriOf("/srv/estate.yaml")).toBe("file:///srv/estate.yaml");
  expect(uriOf("estate\\win.yaml")).toBe("estate/win.yaml");
  expect(uriOf("c:x#y?z%")).toBe("c%3Ax%23y%3Fz%25");
});

const schema = officialSchema("sarif-2.1.0.json");
describe.skipIf(schema === undefined)(
  "by the official schema of SARIF 2.1.0 (skipped without the schemas' folder)",
  () => {
    const ajv = new AjvDraft04.default({ strict: false, allErrors: true });
    formats.default(ajv as unknown as Ajv);
    const validate = ajv.compile(schema ?? {});

    test("the report is valid", () => {
      validate(JSON.parse(renderSarif(sample)));
      expect(validate.errors ?? []).toEqual([]);
    });

    test("an assessment of nothing is valid", () => {
      const nothing = sampleAssessment({
        requirements: [],
        findings: [],
        unknowns: [],
        outcomes: [],
        observations: [],
        bugs: [],
      });
      validate(JSON.parse(renderSarif({ ...nothing, estate: { ...nothing.estate, files: [] } })));
      expect(validate.errors ?? []).toEqual([]);
    });

    test("the report is valid and keeps GitHub's rules whatever foreign texts hold", () => {
      fc.assert(
        fc.property(garbled(sample), (assessment) => {
          const text = renderSarif(assessment);
          validate(JSON.parse(text));
          expect(validate.errors ?? []).toEqual([]);
          expect(Buffer.from(text, "utf8").toString("utf8")).toBe(text);
          gitHubRules(runOf(assessment));
        }),
        { numRuns: 100 },
      );
    });
  },
);
