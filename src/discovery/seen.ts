import type { FactKind, FactsOf } from "../probes/fact-kinds.ts";
import type { Observation } from "../probes/observation.ts";

/** The facts of one kind among observations of one host, or one sentence about why there are none. */
export function seen<K extends FactKind>(
  observations: readonly Observation[],
  fact: K,
): { readonly facts: FactsOf<K> } | { readonly missing: string } {
  const it = observations.find((one) => one.fact === fact);
  if (it === undefined) return { missing: "nobody looked" };
  if ("facts" in it) return { facts: it.facts as FactsOf<K> };
  if ("bug" in it) return { missing: `a mistake in Holdfast: ${it.bug.message}` };
  return { missing: `${it.trouble.message}; would help: ${it.trouble.wouldVerify}` };
}
