import type { Gap, Outcome } from "./outcome.ts";
import { type Status, worst } from "./status.ts";

/** What a control said of a subject, and whether an approved exception covers its failure. */
export interface Ruling {
  readonly outcome: Outcome;
  readonly covered: boolean;
}

/** All there is to say about one aspect of a requirement for one system. */
export interface AspectEvidence<Level extends string = string> {
  readonly id: string;
  readonly level: Level;
  readonly rulings: readonly Ruling[];
  /** What nothing looked at: subjects without a control, or no subject declared at all. */
  readonly gaps: readonly Gap[];
  /** Set when the estate says, with a reason, that the aspect does not apply. */
  readonly excluded?: string;
  /** Whether a valid attestation covers exactly this aspect. */
  readonly attested: boolean;
}

export interface AspectConclusion<Level extends string = string> {
  readonly id: string;
  readonly level: Level;
  readonly status: Status;
}

/**
 * The status of one aspect. A failure outweighs everything, then whatever is unknown, and it is verified only when at
 * least one control holds and nothing is left open. An aspect that the estate excludes still tells its failures and its
 * gaps: otherwise losing the observation of a failure would turn the requirement into a verified one.
 */
export function concludeAspect(aspect: AspectEvidence): Status {
  const outcomes = aspect.rulings.map((ruling) => ruling.outcome);
  if (aspect.rulings.some(violates)) return "violated";
  const open = outcomes.some((it) => it.outcome === "unknown" || (it.outcome === "fails" && it.gaps.length > 0));
  const settled = aspect.excluded !== undefined || aspect.gaps.length === 0;
  if ((open || !settled) && !aspect.attested) return "unverified";
  if (outcomes.some((it) => it.outcome === "fails")) return "excepted";
  if (open) return "attested";
  if (aspect.excluded !== undefined) return "not applicable";
  if (!settled) return "attested";
  if (outcomes.some((it) => it.outcome === "holds")) return "verified";
  return aspect.attested ? "attested" : "unverified";
}

function violates({ outcome, covered }: Ruling): boolean {
  return outcome.outcome === "fails" && !covered;
}

export interface Conclusion<Level extends string = string> {
  readonly status: Status;
  /** Level of the part that decides: the strictest one with that status. */
  readonly level: Level;
  /** Each level apart, the strictest first. */
  readonly levels: readonly { readonly level: Level; readonly status: Status }[];
  readonly aspects: readonly AspectConclusion<Level>[];
}

/**
 * Concludes a requirement from its aspects. `order` names the levels, the strictest first. An aspect that does not apply
 * is left out; a requirement none of whose aspects applies does not apply.
 */
export function conclude<Level extends string>(
  aspects: readonly AspectEvidence<Level>[],
  order: readonly Level[],
): Conclusion<Level> {
  const concluded = aspects.map(({ id, level, ...rest }) => ({
    id,
    level,
    status: concludeAspect({ id, level, ...rest }),
  }));
  const levels = order
    .filter((level) => concluded.some((it) => it.level === level))
    .map((level) => ({ level, status: worst(concluded.filter((it) => it.level === level).map((it) => it.status)) }));
  const status = worst(levels.map((it) => it.status));
  const deciding = levels.find((it) => it.status === status) ?? levels[0];
  if (deciding === undefined) throw new Error("a requirement has at least one aspect");
  return { status, level: deciding.level, levels, aspects: concluded };
}
