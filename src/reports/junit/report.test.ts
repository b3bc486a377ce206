import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { garbled } from "../../../test/garbled-assessment.ts";
import { requireProgram } from "../../../test/program.ts";
import { sampleAssessment } from "../../../test/sample-assessment.ts";
import { parseXml, type XmlElement } from "../../../test/xml-tree.ts";
import type { Assessment } from "../../assessment/assessment.ts";
import { renderJunit } from "./report.ts";

const sample = sampleAssessment();
const counted = { tests: "testcase", failures: "failure", errors: "error", skipped: "skipped" } as const;

/** What Jenkins and its like demand: attributes, order of children, and counts that add up. */
function readersRules(root: XmlElement): void {
  expect(root.name).toBe("testsuites");
  for (const suite of root.children) {
    expect(suite.name).toBe("testsuite");
    expect(suite.attributes["name"]).toBeTypeOf("string");
    expect(suite.attributes["time"]).toMatch(/^\d+(\.\d+)?$/);
    expect(suite.attributes["timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect(suite.children.map((it) => it.name).join(" ")).toMatch(/^properties( testcase)*( system-err)?$/);
    const cases = suite.children.filter((it) => it.name === "testcase");
    for (const it of cases) {
      expect(Object.keys(it.attributes)).toEqual(["classname", "name", "time"]);
      expect(it.children.length).toBeLessThanOrEqual(1);
      for (const result of it.children) {
        expect(["failure", "error", "skipped"]).toContain(result.name);
        expect(result.attributes["message"]).toBeTypeOf("string");
        if (result.name !== "skipped") expect(result.attributes["type"]).toMatch(/^[a-z]+$/);
      }
    }
    for (const [attribute, name] of Object.entries(counted)) {
      const found = name === "testcase" ? cases.length : cases.filter((it) => it.children[0]?.name === name).length;
      expect(suite.attributes[attribute]).toBe(String(found));
    }
  }
  for (const attribute of Object.keys(counted)) {
    const sum = root.children.reduce((all, it) => all + Number(it.attributes[attribute]), 0);
    expect(root.attributes[attribute]).toBe(String(sum));
  }
}

function casesOf(assessment: Assessment): readonly XmlElement[] {
  return parseXml(renderJunit(assessment)).children.flatMap((it) =>
    it.children.filter((one) => one.name === "testcase"),
  );
}

test("it keeps the rules of its readers, with a suite for each section of each system", () => {
  const root = parseXml(renderJunit(sample));
  readersRules(root);
  expect(root.children).toHaveLength(2 * 10 + 1);
  expect(root.children[1]?.attributes["name"]).toBe("shop: HAR");
});

test("only what is verified passes; violated fails, unverified is an error, all else is skipped with its reason", () => {
  const told = casesOf(sample).filter((it) => it.attributes["classname"] !== "holdfast.assessment");
  expect(told.map((it) => it.children[0]?.name ?? "passed")).toEqual(
    sample.requirements.map(
      (it) => ({ verified: "passed", violated: "failure", unverified: "error" })[it.status as string] ?? "skipped",
    ),
  );
  expect(
    told.map((it) => it.children[0]?.attributes["message"]).filter((it) => it?.startsWith("excepted")),
  ).toHaveLength(1);
});

test("a failure tells problem, deadline and remedy; an error tells what would verify it", () => {
  const cases = casesOf(sample);
  const failure = cases.find((it) => it.attributes["name"]?.startsWith("HAR-10 "))?.children[0]?.text;
  expect(failure).toContain("[medium] trace-refused on endpoint:https://shop.example.com/: TRACE answers 200");
  expect(failure).toContain("to be mended by 2026-11-27");
  expect(failure).toContain("apache:\n  TraceEnable off");
  const errors = cases.filter((it) => it.children[0]?.attributes["type"] === "unverified");
  expect(errors.length).toBe(sample.summary.byStatus.unverified);
  expect(errors.every((it) => it.children[0]?.text.includes("what would verify it: "))).toBe(true);
});

test("a mistake of ours, a run that was stopped and an assessment of nothing are errors", () => {
  const typeOf = (it: XmlElement) => it.children[0]?.attributes["type"];
  expect(casesOf(sample).map(typeOf)).toContain("bug");
  expect(casesOf({ ...sample, bugs: [], interrupted: true }).map(typeOf)).toContain("interrupted");
  expect(casesOf({ ...sample, bugs: [], requirements: [] }).map(typeOf)).toEqual(["empty"]);
});

test("each observation that failed is told", () => {
  const errors = parseXml(renderJunit({ ...sample, bugs: [] }))
    .children.at(-1)
    ?.children.at(-1);
  expect(errors?.name).toBe("system-err");
  expect(errors?.text.split("\n")).toHaveLength(3);
  expect(errors?.text).toContain("run as root");
});

test("no text breaks out of its place or reaches a terminal", () => {
  const text = renderJunit(sample);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(text).not.toContain("<script");
  expect(text).not.toContain("]]>");
});

test("whatever foreign texts hold, it is well-formed and keeps the rules of its readers", () => {
  fc.assert(
    fc.property(garbled(sample), (assessment) => {
      const text = renderJunit(assessment);
      expect(Buffer.from(text, "utf8").toString("utf8")).toBe(text);
      readersRules(parseXml(text));
    }),
    { numRuns: 100 },
  );
});

const xmllint = requireProgram("xmllint");
test.skipIf(xmllint === undefined)("xmllint reads it (skipped without xmllint)", () => {
  const lint = (input: string) => execFileSync(xmllint ?? "", ["--noout", "-"], { input, stdio: "pipe" });
  lint(renderJunit(sample));
  for (const assessment of fc.sample(garbled(sample), 20)) lint(renderJunit(assessment));
  expect(() => lint("<a>\u0001</a>")).toThrow();
});
