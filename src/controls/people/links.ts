import type { RosterPerson } from "../../probes/roster/facts.ts";
import type { Principal } from "./principal.ts";

/** By what a principal is taken for a person's, the surest first. */
const bonds = ["key", "account", "address", "real name", "name"] as const;
export type Bond = (typeof bonds)[number];

export interface Link {
  readonly person: RosterPerson;
  /** Every bond that there is, the surest first. */
  readonly bonds: readonly [Bond, ...Bond[]];
}

/** Whether it was declared, not guessed from what things are called: comments lie, and names are given anew. */
export function isSure({ bonds: [first] }: Link): boolean {
  return first === "key" || first === "account";
}

/**
 * Whose a principal is. Keys and declared accounts count side by side, since an account that holds another's key belongs to
 * both; only where there is neither, the next hint counts: an address, the full name, and at last the mere name.
 */
export function linksOf(principal: Principal, people: readonly RosterPerson[]): readonly Link[] {
  const all = people.flatMap((person): readonly Link[] => {
    const [first, ...others] = bonds.filter((it) => fits[it](principal, person));
    return first === undefined ? [] : [{ person, bonds: [first, ...others] }];
  });
  const sure = all.filter(isSure);
  if (sure.length > 0) return sure;
  const best = bonds.find((bond) => all.some((it) => it.bonds[0] === bond));
  return all.filter((it) => it.bonds[0] === best);
}

const fits: Readonly<Record<Bond, (principal: Principal, person: RosterPerson) => boolean>> = {
  key: ({ keys }, person) => keys.some((it) => person.keys.includes(it.fingerprint)),
  account: (principal, { accounts }) => called(principal).some((it) => accounts.includes(it)),
  address: (principal, { email = "" }) =>
    email.includes("@") &&
    (called(principal).some((it) => isSame(it, email) || isSame(it, email.slice(0, email.indexOf("@")))) ||
      principal.keys.some((it) => isSame(it.comment, email))),
  "real name": ({ realName }, { fullName }) => fullName?.includes(" ") === true && isSame(realName, fullName),
  name: (principal, { id }) => called(principal).some((it) => isSame(it, id)),
};

function called({ name, aliases }: Principal): readonly string[] {
  return [name, ...aliases];
}

function isSame(a: string | undefined, b: string): boolean {
  return a !== undefined && a !== "" && a.trim().toLowerCase() === b.trim().toLowerCase();
}
