import type { Policy } from "../../estate/schema.ts";
import type { FactsOf } from "../../probes/fact-kinds.ts";
import type { RosterPerson } from "../../probes/roster/facts.ts";
import type { Gap } from "../../verdict/outcome.ts";
import type { ToldOf } from "../control.ts";

export type Roster = FactsOf<"roster">;

/** A roster, and how far it can be believed. */
export interface WeighedRoster {
  readonly roster: Roster;
  /** What is wrong with it; empty for one that is whole and current. */
  readonly gaps: readonly Gap[];
  /** Whether nothing may be judged by it at all: it lost more people at once than the policy takes for real. */
  readonly held: boolean;
  /** Whether somebody who isn't on it is nobody's: only a whole and current one says so. */
  readonly whole: boolean;
}

const dayMs = 86_400_000;
const empty: Roster = { people: [], serviceAccounts: [], approvals: [], sources: [], unseen: [] };

/** Weighs the roster that was told of the estate; where none was, it is one that says nothing. */
export function weighedRoster(told: readonly ToldOf<"roster">[], policy: Policy, now: Date): WeighedRoster {
  const roster = told[0]?.facts ?? empty;
  const shrunk = shrinkage(roster, policy);
  const gaps = [...shrunk, ...roster.unseen, ...nobody(roster), ...stale(roster, policy, now)];
  return { roster, gaps, held: shrunk.length > 0, whole: gaps.length === 0 };
}

/** Somebody whose last day is over has left, whatever else is said. */
export function statusOn({ status, left }: RosterPerson, now: Date): RosterPerson["status"] {
  return status !== "left" && left !== undefined && Date.parse(left) + dayMs <= now.getTime() ? "left" : status;
}

function nobody({ people }: Roster): readonly Gap[] {
  if (people.length > 0) return [];
  return [{ reason: "the roster names nobody", wouldVerify: "declare the people, or where they are kept" }];
}

/** One person fewer is never a roster that broke; a small one would lose its share by that already. */
function shrinkage(roster: Roster, { rosterShrinkShare }: Policy): readonly Gap[] {
  const { previous, people } = roster;
  if (previous === undefined) return [];
  const active = people.filter((it) => it.status === "active").length;
  const lost = previous.active - active;
  if (lost <= 1 || lost <= previous.active * rosterShrinkShare) return [];
  const share = Math.round((lost / previous.active) * 100);
  return [
    {
      reason: `the roster lost ${lost} of ${previous.active} active people since ${previous.at.slice(0, 10)} (${share} %), so it is not judged by`,
      wouldVerify:
        "look whether its sources are whole; if so many really left, remove the file named under `roster.state`",
    },
  ];
}

function stale({ sources, people }: Roster, { rosterMaxAgeDays }: Policy, now: Date): readonly Gap[] {
  return sources.flatMap(({ kind, place, asOf, people: count }) => {
    // With everybody from elsewhere, a file without people needs no review.
    if (kind === "file" && count === 0 && people.length > 0) return [];
    if (asOf === undefined)
      return [
        {
          reason: `nothing tells when the people of ${place} were last compared with the staff`,
          wouldVerify: "say so in the estate: `roster: { reviewed: DAY }`",
        },
      ];
    const days = Math.floor((now.getTime() - Date.parse(asOf)) / dayMs);
    if (days <= rosterMaxAgeDays) return [];
    return [
      {
        reason: `the roster of ${place} is ${days} days old, more than the ${rosterMaxAgeDays} that the policy allows`,
        wouldVerify: "compare it with the staff, and make it anew",
      },
    ];
  });
}
