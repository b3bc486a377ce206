import type { FactsOf } from "../fact-kinds.ts";
import type { Provenance } from "../observation.ts";
import type { RosterPerson } from "./facts.ts";

/** What one source tells. */
export interface Told {
  readonly people: readonly RosterPerson[];
  readonly source: FactsOf<"roster">["sources"][number];
  readonly unseen: FactsOf<"roster">["unseen"];
  readonly provenance?: readonly Provenance[];
}

/** More people than that are not read from one source. */
export const mostPeople = 50_000;
