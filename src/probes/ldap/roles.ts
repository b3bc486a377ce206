import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext } from "../probe.ts";
import { allowedBy, reads, type Subject, sameName, writes } from "./acl.ts";
import type { Configuration } from "./configuration.ts";
import type { Entry } from "./message.ts";

type Roles = FactsOf<"database-roles">;
type Role = Roles["roles"][number];

const mostPrivileges = 500;
const locked = "000001010000Z";
const slowly = /^\{(?:ARGON2|PBKDF2[^}]*|CRYPT\}\$(?:5|6|y|7|gy|2[abxy])\$)/i;

/** How a value of userPassword is kept. */
export function passwordKept(value: string): NonNullable<Role["password"]> {
  if (/^\{SASL\}/i.test(value)) return "external";
  if (!/^\{[\w./-]+\}/.test(value) || /^\{CLEARTEXT\}/i.test(value)) return "plaintext";
  return slowly.test(value) ? "strong-hash" : "weak-hash";
}

/** What was read of people and groups. */
export interface People {
  readonly accounts: readonly Entry[];
  /** Members by the name of each group, all for comparing. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether the passwords of others could be seen. */
  readonly passwordsShown: boolean;
}

/** What becomes of a kept password. */
export type Keeping = Pick<ProbeContext, "fingerprint" | "deposit">;

/** Who can bind, and who may do everything: the one that no rule binds, and whom the rules let set everybody's password. */
export function databaseRoles(
  { accounts, groups, passwordsShown }: People,
  configuration: Configuration | undefined,
  { fingerprint, deposit }: Keeping,
): Roles {
  const unseen: Roles["unseen"] = [];
  const databases = configuration?.databases ?? [];
  const kept = (account: string, values: readonly string[]) => {
    for (const value of values) deposit.kept(value, { scheme: "ldap", account });
    const [first] = values;
    if (first === undefined) return passwordsShown ? { password: "none" as const } : {};
    const order = ["plaintext", "weak-hash", "strong-hash", "external"] as const;
    const password = order.find((it) => values.some((one) => passwordKept(one) === it)) ?? "plaintext";
    return { password, fingerprint: fingerprint(first) };
  };
  const subjectOf = (dn: string): Subject => {
    const member = [...groups].filter(([, members]) => members.has(sameName(dn))).map(([group]) => group);
    return { dn, groups: new Set(member) };
  };
  const ways = (dn: string) => {
    const own = sameName(dn);
    const subject = subjectOf(dn);
    return databases.flatMap(({ suffix, rootDn, rules }) => {
      if (rootDn !== undefined && sameName(rootDn) === own)
        return [{ by: `olcRootDN of ${suffix}: no rule binds it`, path: [dn] }];
      return [...new Set(allowedBy(rules, subject, "userpassword", writes))].flatMap(({ rule, sure }) => {
        const by = `${rule.place}: sets the passwords of others`;
        if (sure) return [{ by, path: [dn] }];
        unseen.push({
          reason: `whether ${rule.place} lets ${dn} set the passwords of others can't be told here`,
          wouldVerify: "write the rule with dn.exact or group.exact",
        });
        return [];
      });
    });
  };
  const privileges = (dn: string) => {
    const subject = subjectOf(dn);
    const by = (attribute: string, may: (level: string) => boolean, verb: string) =>
      databases.flatMap(({ rules }) =>
        allowedBy(rules, subject, attribute, may).map(({ rule }) => `${verb} by ${rule.place}`),
      );
    const all = [
      ...by("entry", writes, "write"),
      ...by("entry", reads, "read"),
      ...by("userpassword", reads, "read passwords"),
    ];
    return [...new Set(all)].slice(0, mostPrivileges);
  };
  const told = accounts.map((entry): Role => {
    const values = entry.attributes.get("userpassword") ?? [];
    const isLocked = entry.attributes.get("pwdaccountlockedtime")?.includes(locked) === true;
    return {
      name: entry.dn,
      canLogIn: !isLocked && (values.length > 0 || !passwordsShown),
      ...kept(entry.dn, values),
      ...{ superuser: ways(entry.dn), owns: [], privileges: privileges(entry.dn) },
    };
  });
  const listed = new Set(accounts.map((it) => sameName(it.dn)));
  const roots = databases.flatMap(({ rootDn, rootPassword }): readonly Role[] => {
    if (rootDn === undefined || listed.has(sameName(rootDn))) return [];
    listed.add(sameName(rootDn));
    const password = kept(rootDn, rootPassword === undefined ? [] : [rootPassword]);
    const superuser = ways(rootDn);
    return [{ name: rootDn, canLogIn: rootPassword !== undefined, ...password, superuser, owns: [], privileges: [] }];
  });
  if (!passwordsShown)
    unseen.push({
      reason: "how passwords are kept isn't shown to this account",
      wouldVerify: "let it read userPassword, or attest how passwords are kept",
    });
  if (configuration === undefined)
    unseen.push({
      reason: "cn=config isn't shown to this account: who may do everything was not seen",
      wouldVerify: "let it read cn=config, as `holdfast grants ldap` prints",
    });
  for (const it of configuration?.unread ?? [])
    unseen.push({ reason: `a rule makes no sense here: ${it}`, wouldVerify: "look at it by hand" });
  return { product: "ldap", roles: [...told, ...roots], unseen };
}
