import type { Assessment, UnknownEntry } from "../assessment/assessment.ts";
import type { RequirementId } from "../standard/requirement.ts";

/** The smallest thing that would verify something, and what it would do. */
export interface WayToVerify {
  readonly wouldVerify: string;
  /** Unverified requirements, counted for each system, of which nothing else is open. */
  readonly settles: number;
  /** Further requirements, counted for each system, of which it would close a part. */
  readonly helps: number;
  /** All of them, in the standard's order. */
  readonly requirements: readonly RequirementId[];
  readonly unknowns: readonly UnknownEntry[];
}

/** Ways to verify what is unknown, the most effective first. */
export function waysToVerify(assessment: Assessment): readonly WayToVerify[] {
  const open = new Map<string, Set<string>>();
  for (const unknown of assessment.unknowns) {
    for (const key of keysOf(unknown)) {
      const ways = open.get(key) ?? new Set();
      open.set(key, ways.add(unknown.wouldVerify));
    }
  }
  const unverified = new Set(
    assessment.requirements.filter((it) => it.status === "unverified").map((it) => keyOf(it.id, it.system)),
  );
  const order = new Map(assessment.requirements.map((it, index) => [it.id, index] as const));
  return [...Map.groupBy(assessment.unknowns, (it) => it.wouldVerify)]
    .map(([wouldVerify, unknowns]) => {
      const keys = new Set(unknowns.flatMap(keysOf));
      const settles = [...keys].filter((key) => unverified.has(key) && open.get(key)?.size === 1).length;
      const requirements = [...new Set(unknowns.map((it) => it.requirement))].sort(
        (a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0),
      );
      return { wouldVerify, settles, helps: keys.size - settles, requirements, unknowns };
    })
    .sort(
      (a, b) =>
        b.settles + b.helps - a.settles - a.helps || b.settles - a.settles || (a.wouldVerify < b.wouldVerify ? -1 : 1),
    );
}

function keysOf(unknown: UnknownEntry): readonly string[] {
  return unknown.systems.map((system) => keyOf(unknown.requirement, system));
}

function keyOf(requirement: string, system: string): string {
  return `${requirement} ${system}`;
}
