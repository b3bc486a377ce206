import type { Level, RequirementId } from "../standard/requirement.ts";
import type { Gap } from "../verdict/outcome.ts";
import type { ControlOutcome, UnknownEntry } from "./assessment.ts";
import { compare } from "./findings.ts";

/** A gap of an aspect that no control stands behind. */
export interface BareGap extends Gap {
  readonly requirement: RequirementId;
  readonly aspect: string;
  readonly level: Level;
  readonly system: string;
}

/** Everything that is not known, once each, with all the systems it concerns. */
export function unknownsOf(
  outcomes: readonly ControlOutcome[],
  bare: readonly BareGap[],
  levelOf: (outcome: ControlOutcome) => Level,
): readonly UnknownEntry[] {
  const all = new Map<string, UnknownEntry>();
  const add = (entry: UnknownEntry) => {
    const { requirement, aspect, control = "", subject = "", reason, wouldVerify } = entry;
    const key = JSON.stringify([requirement, aspect, control, subject, reason, wouldVerify]);
    const known = all.get(key);
    all.set(
      key,
      known === undefined ? entry : { ...known, systems: [...new Set([...known.systems, ...entry.systems])] },
    );
  };
  for (const outcome of outcomes) {
    const { control, requirement, aspect, subject, system } = outcome;
    const gaps = "gaps" in outcome.outcome ? outcome.outcome.gaps : [];
    for (const gap of gaps) {
      add({ control, requirement, aspect, level: levelOf(outcome), subject, systems: [system], ...gap });
    }
  }
  for (const { system, ...gap } of bare) add({ ...gap, systems: [system] });
  return [...all.entries()].sort(([a], [b]) => compare(a, b)).map(([, entry]) => entry);
}
