import { expect } from "vitest";
import { factSchemas } from "../../src/probes/fact-kinds.ts";
import http from "../../src/probes/http/probe.ts";
import type { Told } from "../../src/probes/probe.ts";
import { troubleSchema } from "../../src/probes/trouble-schema.ts";

type HttpFact = (typeof http.yields)[number];
type Tolds = readonly Told<HttpFact>[];

/** The facts of one kind; throws where they were not told. */
export function factsOf<K extends HttpFact>(told: Tolds, fact: K) {
  const it = told.find((one) => one.fact === fact);
  if (!it || !("facts" in it)) throw new Error(`no ${fact}: ${JSON.stringify(it)}`);
  return it.facts as Extract<Told<K>, { facts: unknown }>["facts"];
}

/** The trouble of one kind of fact; `undefined` where there is none. */
export function troubleOf(told: Tolds, fact: HttpFact) {
  const it = told.find((one) => one.fact === fact);
  return it && "trouble" in it ? it.trouble : undefined;
}

/** Every yielded kind is told exactly once, as facts of its schema or as a typed trouble. */
export function expectWellTold(told: Tolds) {
  expect(told.map((it) => it.fact).sort()).toEqual([...http.yields].sort());
  for (const it of told) {
    if ("facts" in it) factSchemas[it.fact].parse(it.facts);
    else troubleSchema.parse(it.trouble);
  }
}
