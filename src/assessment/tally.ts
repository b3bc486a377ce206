import { type Level, levels } from "../standard/requirement.ts";
import { type Status, statuses } from "../verdict/status.ts";
import type { RequirementResult, Summary, Tally } from "./assessment.ts";

/** Counts requirements: compliance and coverage, in all and for each level apart. */
export function summarise(results: readonly RequirementResult[]): Summary {
  const ofLevel = (level: Level): Tally =>
    tally(
      results.flatMap(({ levels: parts, lookedAt }) =>
        parts.filter((part) => part.level === level).map(({ status }) => ({ status, lookedAt })),
      ),
    );
  return {
    ...tally(results),
    byLevel: Object.fromEntries(levels.map((level) => [level, ofLevel(level)])) as Record<Level, Tally>,
  };
}

function tally(results: readonly { readonly status: Status; readonly lookedAt: boolean }[]): Tally {
  const byStatus = Object.fromEntries(
    statuses.map((status) => [status, results.filter((it) => it.status === status).length]),
  ) as Record<Status, number>;
  const applicable = results.filter((it) => it.status !== "not applicable");
  const lookedAt = applicable.filter((it) => it.lookedAt).length;
  const verified = byStatus.verified;
  const share = (count: number) => (applicable.length === 0 ? null : count / applicable.length);
  return {
    applicable: applicable.length,
    verified,
    lookedAt,
    compliance: share(verified),
    coverage: share(lookedAt),
    byStatus,
  };
}
