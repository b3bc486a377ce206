import type { RosterPerson } from "../../probes/roster/facts.ts";
import type { Gap, Problem } from "../../verdict/outcome.ts";
import type { MakeProblem } from "../control.ts";
import { listed } from "../listed.ts";
import { ghosts, type Ownership, ownerships } from "./owners.ts";
import type { Principal } from "./principal.ts";
import type { WeighedRoster } from "./roster.ts";

/** What may be wrong with whose a privileged account is; the same on hosts and in databases. */
export const personalProblems = {
  orphan: "{account} administers it ({powers}), can be entered with {doors}, and is nobody's on the roster",
  shared: "{account} administers it ({powers}), and is shared by {people}",
  sharedKey: "the key {fingerprint} opens {account} and {others}, which are different persons'",
  functional: "{account} administers it ({powers}) under the name of a function, though only {person} has it",
  unownedService:
    "{account} administers it ({powers}) for a service whose owner {owner} is no active person on the roster",
  unneeded: "{account} administers it ({powers}), and its owner {person} is not among those who are to",
} as const;

/** Who is to administer a subject, as the estate says. */
export interface Administrators {
  /** The subject's id. */
  readonly target: string;
  /** People, by name. */
  readonly people: readonly string[];
  /** Accounts by name, whoever has them. */
  readonly accounts: readonly string[];
  /** Roles whose people may. */
  readonly roles: readonly string[];
}

export interface PersonalOwnership {
  readonly problems: readonly Problem[];
  readonly gaps: readonly Gap[];
  /** Privileged accounts that were looked at. */
  readonly count: number;
}

/** Whether every privileged account is exactly one person's, who is to have it. */
export function personalOwnership(
  principals: readonly Principal[],
  { roster, whole, gaps }: WeighedRoster,
  to: Administrators,
  now: Date,
  problem: MakeProblem<keyof typeof personalProblems>,
): PersonalOwnership {
  const found = ownerships(principals, roster, to.target, now);
  const isTo = (principal: Principal, person: RosterPerson) =>
    to.people.includes(person.id) ||
    to.accounts.includes(principal.name) ||
    person.roles.some((it) => to.roles.includes(it));
  const told = found.map((it) => judged(it, { whole, isTo, isSaid: isSaid(to), problem }));
  return {
    problems: told.flatMap((it) => it.problem ?? []),
    gaps: [
      ...gaps,
      ...told.flatMap((it) => it.gap ?? []),
      ...(isSaid(to)
        ? []
        : [
            {
              reason: "nothing says who is to administer it",
              wouldVerify: "declare its administrators, or their roles",
            },
          ]),
    ],
    count: new Set(found.map((it) => it.principal)).size,
  };
}

/** Who is to administer a subject and has nothing there that was seen: either that is out of date, or not all was seen. */
export function absentAdministrators(
  principals: readonly Principal[],
  { roster }: WeighedRoster,
  people: readonly string[],
  now: Date,
): readonly Gap[] {
  return ghosts(people, principals, roster, now).map(({ id }) => ({
    reason: `${id} is to administer it, and has no account there that was seen`,
    wouldVerify: `take ${id} off its administrators, or declare the account that ${id} uses`,
  }));
}

function isSaid({ people, accounts, roles }: Administrators): boolean {
  return people.length + accounts.length + roles.length > 0;
}

interface Judging {
  readonly whole: boolean;
  readonly isSaid: boolean;
  readonly isTo: (principal: Principal, person: RosterPerson) => boolean;
  readonly problem: MakeProblem<keyof typeof personalProblems>;
}

function judged(
  it: Ownership,
  { whole, isTo, isSaid: said, problem }: Judging,
): { readonly problem?: Problem; readonly gap?: Gap } {
  const { principal } = it;
  const { name: account, doors, doorsUnseen } = principal;
  const data = { account, powers: listed(principal.powers, 3) };
  const about = { discriminator: account };
  switch (it.situation) {
    case "orphan": {
      const wouldVerify = `declare whose ${account} is: under accounts of a person, or among serviceAccounts`;
      if (doors.length === 0 && principal.sessions.length === 0 && doorsUnseen)
        return {
          gap: {
            reason: `whether ${account}, which is nobody's, can be entered was not seen`,
            wouldVerify: "run as root on the host",
          },
        };
      if (!whole)
        return { gap: { reason: `${account} is nobody's on a roster that isn't whole or current`, wouldVerify } };
      const through = doors.length > 0 ? listed(doors) : listed(principal.sessions, 2);
      return { problem: problem("orphan", { ...data, doors: through }, about) };
    }
    case "guessed": {
      const people = it.links.map(({ person, bonds: [bond] }) => `${person.id} by ${bond}`);
      return {
        gap: {
          reason: `${account} may be ${listed(people)}, which is a guess`,
          wouldVerify: `declare ${account} under accounts of its owner, or the owner's keys`,
        },
      };
    }
    case "shared":
      return { problem: problem("shared", { ...data, people: listed(it.people.map(({ id }) => id)) }, about) };
    case "shared key": {
      const { fingerprint } = it.key;
      return {
        problem: problem(
          "sharedKey",
          { account, fingerprint, others: listed(it.others) },
          { discriminator: `${account} ${fingerprint}` },
        ),
      };
    }
    case "functional":
      return { problem: problem("functional", { ...data, person: it.person.id }, { ...about, severity: "low" }) };
    case "unowned service":
      return { problem: problem("unownedService", { ...data, owner: it.owner }, about) };
    case "owned":
      return said && !isTo(principal, it.person)
        ? { problem: problem("unneeded", { ...data, person: it.person.id }, about) }
        : {};
    case "service":
      return {};
  }
}
