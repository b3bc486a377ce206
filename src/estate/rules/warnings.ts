import type { Estate } from "../schema.ts";
import { subjectsOf } from "../subjects.ts";

/** What is no mistake in an estate, but probably not meant; whole sentences in a stable order. */
export function warningsOf(estate: Estate): readonly string[] {
  return [...unlisted(estate), ...answeredByLeavers(estate)];
}

function unlisted(estate: Estate): string[] {
  if (Object.keys(estate.systems).length === 0) return ["The estate declares no system, so nothing can be concluded."];
  return subjectsOf(estate)
    .filter((it) => it.systems.length === 0)
    .map((it) => `No system uses the ${it.kind} ${it.name}, so nothing is concluded from it.`);
}

function answeredByLeavers(estate: Estate): string[] {
  const hasLeft = (name: string | undefined): boolean => name !== undefined && estate.people[name]?.status === "left";
  const owners = Object.entries(estate.systems)
    .filter(([, it]) => hasLeft(it.owner))
    .map(([name, it]) => `The owner of the system ${name}, ${it.owner}, has left.`);
  const admins = Object.entries(estate.hosts).flatMap(([name, it]) =>
    it.admins.filter(hasLeft).map((admin) => `${admin} administers the host ${name} and has left.`),
  );
  return [...owners, ...admins];
}
