import type { RosterPerson } from "../../probes/roster/facts.ts";

const dayMs = 86_400_000;

/** What a sentence says of somebody who left or is away: `left 12 days ago, on 2026-11-16`. */
export function departure(person: RosterPerson, status: "leave" | "left", now: Date): string {
  if (status === "leave") return "is on leave";
  const { left, leftBy } = person;
  if (left !== undefined) {
    const days = daysSince(left, now);
    return days < 0 ? `leaves on ${left}` : `left ${ago(days)}, on ${left}`;
  }
  return leftBy === undefined
    ? "has left"
    : `left ${ago(daysSince(leftBy, now))} or before, by ${leftBy} at the latest`;
}

function daysSince(day: string, now: Date): number {
  const days = Math.floor((now.getTime() - Date.parse(day)) / dayMs);
  return Number.isNaN(days) ? 0 : days;
}

function ago(days: number): string {
  return days <= 0 ? "today" : days === 1 ? "1 day ago" : `${days} days ago`;
}
