import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { indexObservations, judge } from "../src/assessment/judge.ts";
import { plan } from "../src/assessment/plan.ts";
import type { Control } from "../src/controls/control.ts";
import { estateSchema } from "../src/estate/schema.ts";
import type { SubjectId } from "../src/estate/subject.ts";
import { type FactKind, factSchemas } from "../src/probes/fact-kinds.ts";
import type { Observation } from "../src/probes/observation.ts";
import { probes } from "../src/probes/registry.ts";
import type { Trouble } from "../src/transports/trouble.ts";
import type { Outcome } from "../src/verdict/outcome.ts";

type Observed = { facts: unknown } | { file: string; over?: object } | { trouble: Trouble };

/** One case of a control: what was observed, and what follows. */
export interface ControlCase {
  /** Why the case is there, as a sentence. */
  readonly why: string;
  /** Declaration of the subject in the estate; defaults to a bare one. */
  readonly declared?: object;
  /** Further keys of the system, and the policy. */
  readonly system?: object;
  readonly policy?: object;
  /** Further keys of the estate, such as `baseImages`. */
  readonly estate?: object;
  /** The day of judging; RFC 3339. */
  readonly now?: string;
  /** By kind of fact: facts, a file of `test/fixtures/facts` with keys to put over its top level, or trouble. */
  readonly observed: Readonly<Partial<Record<FactKind, Observed>>>;
  /** What is told of subjects anywhere in the estate, by their id: for controls that ask across all of them. */
  readonly across?: Readonly<Record<string, Readonly<Partial<Record<FactKind, Observed>>>>>;
  readonly expect: {
    readonly outcome: Outcome["outcome"];
    /** Every problem's text, in order. */
    readonly problems?: readonly string[];
    /** Parts of the reasons of what is unknown. */
    readonly reasons?: readonly string[];
  };
}

/** Judges every case in the `cases` folder beside the calling test, through the real engine. */
export function testCases(control: Control, testFile: string): void {
  const folder = join(dirname(fileURLToPath(testFile)), "cases");
  for (const name of readdirSync(folder).sort()) {
    const it = JSON.parse(readFileSync(join(folder, name), "utf8")) as ControlCase;
    test(`${name.replace(/\.json$/, "")}: ${it.why}`, () => {
      expect(name.startsWith(`${it.expect.outcome}-`), "a case's name starts with its outcome").toBe(true);
      const outcome = judgeCase(control, it);
      expect(outcome).toMatchObject({ outcome: it.expect.outcome });
      if (it.expect.problems !== undefined) {
        expect("problems" in outcome ? outcome.problems.map((one) => one.message) : []).toEqual(it.expect.problems);
      }
      const reasons = "gaps" in outcome ? outcome.gaps.map((one) => one.reason).join("\n") : "";
      for (const part of it.expect.reasons ?? []) expect(reasons).toContain(part);
    });
  }
}

/** What a control says of a case. */
export function judgeCase(control: Control, it: ControlCase): Outcome {
  const kinds = {
    ...{ host: "hosts", endpoint: "endpoints", image: "images" },
    ...{ dockerfile: "dockerfiles", "compose-file": "composeFiles", container: "containers", database: "databases" },
  } as const;
  const bare = {
    ...{
      host: {},
      endpoint: { url: "https://shop.example.com/" },
      image: { reference: "registry.example.com/shop:1" },
    },
    ...{ dockerfile: { path: "Dockerfile" }, "compose-file": { path: "compose.yaml" }, container: { name: "shop" } },
    database: { kind: "postgresql", address: "db.example.com:5432" },
  };
  const listed =
    control.subject === "estate" || control.subject === "system"
      ? undefined
      : { key: kinds[control.subject], declared: it.declared ?? bare[control.subject] };
  const estate = estateSchema.parse({
    estate: "cases",
    environments: { production: { kind: "production" } },
    systems: { shop: { environment: "production", ...(listed && { [listed.key]: ["it"] }), ...it.system } },
    ...(listed && { [listed.key]: { it: listed.declared } }),
    policy: it.policy ?? {},
    ...it.estate,
  });
  const now = new Date(it.now ?? "2026-11-22T12:00:00Z");
  // Which subjects can have what is asked of all of them, the probes say.
  const planned = plan(estate, [control], control.across === undefined ? [] : probes);
  const question = planned.questions[0];
  if (question === undefined) throw new Error("the case plans no question");
  const toldOf = (subject: SubjectId, observed: Readonly<Partial<Record<FactKind, Observed>>>): Observation[] =>
    (Object.entries(observed) as [FactKind, Observed | undefined][]).flatMap(([fact, told]) => {
      if (told === undefined) return [];
      const head = {
        ...{ fact, probe: "case", version: 1, subject, vantage: "local" },
        ...{ at: now.toISOString(), tookMs: 0, provenance: [], products: [] },
      };
      if ("trouble" in told) return { ...head, trouble: told.trouble };
      const facts = "file" in told ? { ...recorded(told.file), ...told.over } : told.facts;
      return { ...head, facts: factSchemas[fact].parse(facts) } as Observation;
    });
  const observations = [
    ...toldOf(question.subject.id, it.observed),
    ...Object.entries(it.across ?? {}).flatMap(([subject, observed]) => toldOf(subject as SubjectId, observed)),
  ];
  const { outcomes, bugs } = judge(planned, indexObservations(observations), estate, now);
  expect(bugs, "judging never throws").toEqual([]);
  const [first] = outcomes;
  if (first === undefined) throw new Error("no outcome");
  return first.outcome;
}

function recorded(file: string): object {
  return JSON.parse(readFileSync(new URL(`fixtures/facts/${file}`, import.meta.url), "utf8"));
}
