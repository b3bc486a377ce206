import type { Problem } from "../../verdict/outcome.ts";
import type { Severity } from "../../verdict/severity.ts";
import type { MakeProblem } from "../control.ts";
import { listed } from "../listed.ts";
import { departure } from "./departure.ts";
import { type Remainder, remainders } from "./leavers.ts";
import { isSure, linksOf } from "./links.ts";
import { isOpen, type Principal } from "./principal.ts";
import { type Roster, statusOn } from "./roster.ts";

/** What may be wrong with access that should be revoked; the same on hosts and in databases. */
export const revokedProblems = {
  session: "{person} {departure}, and {sessions} of {account} is there now",
  key: "a key of {person}, who {departure}, still opens {account} ({place})",
  account: "{account}, which is {person}'s by {bond}, can still be entered with {doors}; {person} {departure}",
  power:
    "{account}, which is {person}'s by {bond}, can't be entered now, but keeps its rights ({powers}); {person} {departure}",
  mover: "{account} administers it ({powers}), and its owner {person} has none of the roles that do: {roles}",
} as const;

/** Everything that people who left, are away or changed role still have. */
export function unrevoked(
  principals: readonly Principal[],
  roster: Roster,
  {
    roles,
    now,
    problem,
  }: {
    readonly roles: readonly string[];
    readonly now: Date;
    readonly problem: MakeProblem<keyof typeof revokedProblems>;
  },
): readonly Problem[] {
  return [
    ...remainders(principals, roster.people, now).map((it) => told(it, now, problem)),
    ...movers(principals, roster, roles, now).map(({ principal, person }) =>
      problem(
        "mover",
        { account: principal.name, powers: listed(principal.powers, 3), person: person.id, roles: listed(roles) },
        { discriminator: `${person.id} ${principal.name}`, severity: "high" },
      ),
    ),
  ];
}

function told(it: Remainder, now: Date, problem: MakeProblem<keyof typeof revokedProblems>): Problem {
  const { person, principal, status } = it;
  const data = { person: person.id, account: principal.name, departure: departure(person, status, now) };
  const about = `${person.id} ${principal.name}`;
  const mild: Severity | undefined = status === "leave" ? "medium" : undefined;
  const grave: Severity | undefined = mild ?? (principal.powers.length > 0 ? "critical" : undefined);
  const of = (severity: Severity | undefined) => (severity === undefined ? {} : { severity });
  switch (it.situation) {
    case "session":
      return problem(
        "session",
        { ...data, sessions: listed(principal.sessions, 3) },
        { discriminator: about, severity: mild ?? "critical" },
      );
    case "key": {
      const { place, fingerprint } = it.key;
      return problem("key", { ...data, place }, { discriminator: `${about} ${fingerprint}`, ...of(grave) });
    }
    case "account":
      return problem(
        "account",
        { ...data, bond: it.bond, doors: listed(principal.doors) },
        { discriminator: about, ...of(grave) },
      );
    case "power":
      return problem(
        "power",
        { ...data, bond: it.bond, powers: listed(it.powers, 3) },
        { discriminator: about, severity: "medium" },
      );
  }
}

/** Administrators by what they can do whose roles no longer fit; only where the estate says which roles do. */
function movers(principals: readonly Principal[], { people }: Roster, roles: readonly string[], now: Date) {
  if (roles.length === 0) return [];
  return principals
    .filter((it) => it.powers.length > 0 && isOpen(it))
    .flatMap((principal) =>
      linksOf(principal, people)
        .filter((it) => isSure(it) && it.bonds.includes("account"))
        .filter(({ person }) => statusOn(person, now) === "active" && !person.roles.some((it) => roles.includes(it)))
        .map(({ person }) => ({ principal, person })),
    );
}
