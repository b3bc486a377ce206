import type { RosterPerson } from "../../probes/roster/facts.ts";
import { type Bond, linksOf } from "./links.ts";
import type { Principal, PrincipalKey } from "./principal.ts";
import { statusOn } from "./roster.ts";

/** What somebody who left, or is away, still has. */
export type Remainder = {
  readonly person: RosterPerson;
  readonly status: "leave" | "left";
  readonly principal: Principal;
} & (
  | { readonly situation: "session"; readonly bond: Bond }
  | { readonly situation: "key"; readonly key: PrincipalKey }
  | { readonly situation: "account"; readonly bond: Bond }
  | { readonly situation: "power"; readonly bond: Bond; readonly powers: readonly string[] }
);

/**
 * Everything that belongs to people who left or are away: keys wherever they are, accounts that can be entered, what runs
 * under them, and rights that wait for the account to be opened again. An account that somebody active has for sure is not
 * taken for a leaver's by its name.
 */
export function remainders(
  principals: readonly Principal[],
  people: readonly RosterPerson[],
  now: Date,
): readonly Remainder[] {
  return principals.flatMap((principal) => [
    ...keysOf(principal, people, now),
    ...linksOf(principal, people).flatMap(({ person, bonds }): readonly Remainder[] => {
      const status = statusOn(person, now);
      // By a key alone the key is the leaver's; the account may be root's, or another person's.
      const bond = bonds.find((it) => it !== "key");
      if (status === "active" || bond === undefined) return [];
      const about = { person, status, principal, bond };
      const powers = [...principal.powers, ...principal.raised];
      return [
        ...(principal.sessions.length > 0 ? [{ ...about, situation: "session" as const }] : []),
        ...(principal.doors.length > 0 ? [{ ...about, situation: "account" as const }] : []),
        ...(principal.doors.length === 0 && powers.length > 0
          ? [{ ...about, situation: "power" as const, powers }]
          : []),
      ];
    }),
  ]);
}

function keysOf(principal: Principal, people: readonly RosterPerson[], now: Date): readonly Remainder[] {
  return principal.keys.flatMap((key) =>
    people.flatMap((person) => {
      const status = statusOn(person, now);
      if (status === "active" || !person.keys.includes(key.fingerprint)) return [];
      return [{ person, status, principal, situation: "key" as const, key }];
    }),
  );
}
