import type { z } from "zod";
import { databaseSchema } from "../../src/estate/schema.ts";
import type { Subject } from "../../src/estate/subject.ts";
import { databaseFacts } from "../../src/probes/database/facts.ts";
import type { FactsOf } from "../../src/probes/fact-kinds.ts";
import type { Declarations, Probe, ProbeContext } from "../../src/probes/probe.ts";
import type { Trouble } from "../../src/transports/trouble.ts";
import { probeContext } from "./observe.ts";

type Kind = keyof typeof databaseFacts;

/** A database as the estate would declare it. */
export function databaseSubject(declared: z.input<typeof databaseSchema>): Subject<Declarations["database"]> {
  return {
    id: "database:db",
    kind: "database",
    name: "db",
    systems: ["shop"],
    declared: databaseSchema.parse(declared),
  };
}

/** What a probe told of a database, kind by kind: facts that passed their schema, or the trouble. */
export async function toldOfDatabase(
  probe: Probe,
  declared: z.input<typeof databaseSchema>,
  context: ProbeContext = probeContext(),
) {
  const told = await probe.observe(databaseSubject(declared), context);
  const one = (kind: Kind): { readonly facts?: unknown; readonly trouble?: Trouble } => {
    const it = told.find(({ fact }) => fact === kind);
    if (it === undefined) throw new Error(`nothing was told of ${kind}`);
    return "trouble" in it ? { trouble: it.trouble } : { facts: databaseFacts[kind].parse(it.facts) };
  };
  const facts = <K extends Kind>(kind: K): FactsOf<K> => {
    const it = one(kind);
    if (it.facts === undefined) throw new Error(it.trouble?.message);
    return it.facts as FactsOf<K>;
  };
  return { facts, trouble: (kind: Kind) => one(kind).trouble, text: JSON.stringify(told) };
}
