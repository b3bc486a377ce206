import { defaultBudget } from "../../src/assessment/observe.ts";
import { endpointSchema } from "../../src/estate/schema.ts";
import type { FactsOf } from "../../src/probes/fact-kinds.ts";
import type { Told } from "../../src/probes/probe.ts";
import probe from "../../src/probes/tls/probe.ts";
import { localTransport } from "../../src/transports/local.ts";
import { probeContext } from "../../test/bed/observe.ts";
import type { Cost } from "../child.ts";
import { type Reported, reported } from "./reported.ts";

function factsOf<K extends "tls-protocols" | "tls-suites" | "tls-key-exchange">(told: readonly Told[], kind: K) {
  const it = told.find(({ fact }) => fact === kind);
  if (it && "facts" in it) return it.facts as FactsOf<K>;
  throw new Error(`no ${kind}: ${it && "trouble" in it ? it.trouble.message : "not told"}`);
}

function read(told: readonly Told[]): Reported {
  const { versions } = factsOf(told, "tls-protocols");
  const offered = versions.filter((it) => it.offered).map((it) => (it.version === "TLSv1" ? "TLSv1.0" : it.version));
  const suites = factsOf(told, "tls-suites").versions.flatMap((it) => it.suites.map((one) => one.name));
  return reported(
    offered,
    suites,
    factsOf(told, "tls-key-exchange").groups.map((it) => it.name),
  );
}

/** Looks at a port once with the probe in this very process, with the budget that everybody has. */
export async function probeOnce(port: number): Promise<Cost & { readonly report: Reported }> {
  const declared = endpointSchema.parse({ url: `https://127.0.0.1:${port}/` });
  const subject = { kind: "endpoint", id: "bench", declared } as unknown as Parameters<typeof probe.observe>[0];
  const used = process.cpuUsage();
  const begun = performance.now();
  const told = await probe.observe(subject, {
    ...probeContext(),
    transport: localTransport(),
    budget: defaultBudget,
    wanted: new Set(probe.yields),
  });
  const wallMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(used);
  return { wallMs, cpuMs: Math.round((user + system) / 1000), report: read(told) };
}
