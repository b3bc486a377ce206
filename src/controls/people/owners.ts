import type { RosterPerson } from "../../probes/roster/facts.ts";
import { isSure, type Link, linksOf } from "./links.ts";
import { isOpen, type Principal, type PrincipalKey } from "./principal.ts";
import { type Roster, statusOn } from "./roster.ts";

/** Names of functions, not of persons: whoever acts under one can't be told from others. */
const functional = new Set([
  ...["root", "admin", "administrator", "sysadmin", "superuser", "superadmin", "toor", "adm", "sysop"],
  ...[
    "deploy",
    "deployer",
    "ops",
    "devops",
    "operator",
    "operations",
    "support",
    "service",
    "team",
    "shared",
    "common",
  ],
  ...["dba", "postgres", "mysql", "mariadb", "sa", "oracle", "redis", "default", "guest", "user", "test", "demo"],
  ...["debian", "ubuntu", "centos", "fedora", "rocky", "almalinux", "ec2-user", "azureuser", "opc", "pi", "vagrant"],
]);

/** What is wrong, or not known, of whose a privileged principal is. */
export type Ownership = { readonly principal: Principal } & (
  | { readonly situation: "orphan" }
  | { readonly situation: "guessed"; readonly links: readonly Link[] }
  | { readonly situation: "shared"; readonly people: readonly RosterPerson[] }
  | { readonly situation: "shared key"; readonly key: PrincipalKey; readonly others: readonly string[] }
  | { readonly situation: "functional"; readonly person: RosterPerson }
  | { readonly situation: "unowned service"; readonly owner: string }
  | { readonly situation: "owned"; readonly person: RosterPerson }
  | { readonly situation: "service"; readonly owner: string }
);

/**
 * The pass over everything that has power: whose is each? What can't be entered is nobody's to use, and left out, unless its
 * doors were not seen. `target` is the subject's id, where a service account may be declared to be.
 */
export function ownerships(
  principals: readonly Principal[],
  { people, serviceAccounts }: Roster,
  target: string,
  now: Date,
): readonly Ownership[] {
  const active = people.filter((it) => statusOn(it, now) === "active");
  const privileged = principals.filter((it) => it.powers.length > 0 && (isOpen(it) || it.doorsUnseen));
  return privileged.flatMap((principal): readonly Ownership[] => {
    const links = linksOf(principal, people);
    const sure = links.filter(isSure);
    const shared = sharedKeys(principal, principals, people).map((it) => ({
      principal,
      situation: "shared key" as const,
      ...it,
    }));
    const service = serviceAccounts.find(
      (it) =>
        (it.name === principal.name || principal.aliases.includes(it.name)) &&
        (it.on.length === 0 || it.on.includes(target)),
    );
    // Whoever answers for a service account may hold a key of it; anybody else's makes it shared.
    const strangers = sure.filter(({ person }) => person.id !== service?.owner);
    if (service !== undefined && strangers.length === 0) {
      const isOwned = active.some((it) => it.id === service.owner);
      return [{ principal, situation: isOwned ? "service" : "unowned service", owner: service.owner }, ...shared];
    }
    const [first] = sure;
    if (sure.length > 1 || (service !== undefined && strangers.length > 0))
      return [{ principal, situation: "shared", people: sure.map((it) => it.person) }, ...shared];
    if (first === undefined)
      return [
        links.length === 0 ? { principal, situation: "orphan" } : { principal, situation: "guessed", links },
        ...shared,
      ];
    if (
      functional.has(principal.name.toLowerCase()) ||
      principal.aliases.some((it) => functional.has(it.toLowerCase()))
    )
      return [{ principal, situation: "functional", person: first.person }, ...shared];
    return [{ principal, situation: "owned", person: first.person }, ...shared];
  });
}

/** Keys of it that also open an account of somebody else: whoever has one of them is two persons. */
function sharedKeys(principal: Principal, all: readonly Principal[], people: readonly RosterPerson[]) {
  const ownersOf = (it: Principal) =>
    linksOf(it, people)
      .filter(({ bonds }) => bonds.includes("account"))
      .map(({ person }) => person.id);
  const own = ownersOf(principal);
  return principal.keys.flatMap((key) => {
    const others = all.filter((it) => {
      const theirs = ownersOf(it);
      const holds = it !== principal && it.keys.some((one) => one.fingerprint === key.fingerprint);
      return holds && own.length > 0 && theirs.length > 0 && !theirs.some((id) => own.includes(id));
    });
    return others.length === 0 ? [] : [{ key, others: others.map((it) => it.name) }];
  });
}

/** The pass over the people: those who are to administer it, and have nothing there that was seen. */
export function ghosts(
  expected: readonly string[],
  principals: readonly Principal[],
  { people }: Roster,
  now: Date,
): readonly RosterPerson[] {
  return people.filter(
    (it) =>
      expected.includes(it.id) &&
      statusOn(it, now) === "active" &&
      !principals.some((one) => linksOf(one, people).some(({ person }) => person === it)),
  );
}
