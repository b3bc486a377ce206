import type { RosterPerson } from "./facts.ts";

const gravity = ["active", "leave", "left"] as const;

/**
 * One entry for each person. Two sources speak of the same person where the name or the address is the same, one source only
 * where the name is; what they tell is united, and of their statuses the gravest counts: nobody comes back by being
 * forgotten in one of them.
 */
export function united(sources: readonly (readonly RosterPerson[])[]): readonly RosterPerson[] {
  const people: RosterPerson[] = [];
  for (const source of sources) {
    const earlier = people.length;
    for (const one of source) {
      const at = people.findIndex(
        (it, index) => isSame(it.id, one.id) || (index < earlier && isSame(it.email, one.email)),
      );
      const known = people[at];
      if (known === undefined) people.push(one);
      else people[at] = both(known, one);
    }
  }
  return people;
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a !== "" && a.toLowerCase() === b?.toLowerCase();
}

function both(a: RosterPerson, b: RosterPerson): RosterPerson {
  const graver = gravity.indexOf(b.status) > gravity.indexOf(a.status) ? b : a;
  const [fullName, email] = [a.fullName ?? b.fullName, a.email ?? b.email];
  const days = [a, b].filter((it) => it.status === graver.status);
  const left = days.flatMap((it) => it.left ?? []).sort()[0];
  const leftBy = days.flatMap((it) => it.leftBy ?? []).sort()[0];
  return {
    id: a.id,
    ...(fullName !== undefined && { fullName }),
    ...(email !== undefined && { email }),
    status: graver.status,
    statusBy: graver.statusBy,
    ...(left !== undefined && { left }),
    ...(leftBy !== undefined && { leftBy }),
    roles: [...new Set([...a.roles, ...b.roles])],
    accounts: [...new Set([...a.accounts, ...b.accounts])],
    keys: [...new Set([...a.keys, ...b.keys])],
  };
}
