import { estateSchema } from "../../src/estate/schema.ts";
import type { FactsOf } from "../../src/probes/fact-kinds.ts";
import type { ProbeContext } from "../../src/probes/probe.ts";
import { rosterSchema } from "../../src/probes/roster/facts.ts";
import probe from "../../src/probes/roster/probe.ts";
import { probeContext } from "./observe.ts";

/** What the roster probe tells of an estate with these declarations. */
export async function rosterTold(declared: object, context: ProbeContext = probeContext()): Promise<FactsOf<"roster">> {
  const estate = estateSchema.parse({ estate: "it", ...declared });
  const [told] = await probe.observe(
    { id: "estate:it", kind: "estate", name: "it", systems: [], declared: estate },
    context,
  );
  if (told === undefined || !("facts" in told)) throw new Error(told?.trouble.message);
  return rosterSchema.parse(told.facts);
}
