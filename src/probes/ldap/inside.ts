import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { loginOf, mayShowPassword } from "../database/credentials.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Declarations } from "../probe.ts";
import type { RootEntry } from "./access.ts";
import { sameName } from "./acl.ts";
import type { LdapClient } from "./client.ts";
import { type Configuration, configurationAttributes, configurationOf } from "./configuration.ts";
import type { Entry } from "./message.ts";
import { databaseRoles, type Keeping, type People } from "./roles.ts";
import { databaseRules } from "./rules.ts";
import { databaseSessions, sessionAttributes } from "./sessions.ts";

type Declared = Declarations["database"];
type Kind = "database-roles" | "database-rules" | "database-sessions";
export type Inside = { readonly [K in Kind]: FactsOf<K> | Trouble };

const most = 1000;

/** Logs in as declared and reads. @throws TroubleError where nobody is let in */
export async function lookInside(
  client: LdapClient,
  root: RootEntry,
  declared: Declared,
  keeping: Keeping,
  hasTls: boolean,
): Promise<Inside> {
  const { address } = declared;
  // A name without a password would be let in as nobody, and would see what nobody sees.
  const { user, password } = await loginOf(
    declared,
    "declare `user`, the name of an entry, and `password`; `holdfast grants ldap` prints what makes one",
  );
  mayShowPassword(client.line);
  const { code, message } = await client.bind(user, password.reveal());
  if (code !== 0)
    throw new TroubleError({
      kind: "denied",
      message: `${address} refuses ${user}: ${code} ${message}`,
      wouldVerify: `correct \`user\` and \`password\` of ${address}`,
    });
  const base = declared.name ?? root.bases[0];
  const configuration = await configurationIn(client, root);
  const monitored = await client.search({
    ...({ base: "cn=Connections,cn=Monitor", scope: "one", attributes: sessionAttributes, most } as const),
  });
  return {
    "database-roles":
      base === undefined ? undeclaredBase(address) : await peopleIn(client, base, user, configuration, keeping),
    "database-rules": configuration === undefined ? unread(address) : databaseRules(configuration, hasTls),
    "database-sessions":
      monitored.entries.length === 0
        ? {
            kind: "denied",
            message: `${address} shows nobody's connections to ${user}`,
            wouldVerify: "load back_monitor, and let this user read cn=Monitor",
          }
        : databaseSessions(monitored.entries, monitored.result.code !== 0),
  };
}

async function configurationIn(client: LdapClient, root: RootEntry): Promise<Configuration | undefined> {
  const base = root.configuration ?? "cn=config";
  const attributes = configurationAttributes;
  const { entries, result } = await client.search({ base, scope: "subtree", attributes, most });
  // One entry of it alone says nothing about who may do what.
  return result.code === 0 && entries.length > 1 ? configurationOf(entries) : undefined;
}

async function peopleIn(
  client: LdapClient,
  base: string,
  user: string,
  configuration: Configuration | undefined,
  keeping: Keeping,
): Promise<FactsOf<"database-roles"> | Trouble> {
  const accounts = await client.search({
    ...({ base, scope: "subtree", having: ["userPassword", "uid", "sn"], most } as const),
    attributes: ["objectClass", "userPassword", "pwdAccountLockedTime"],
  });
  const groups = await client.search({
    ...({ base, scope: "subtree", having: ["member", "uniqueMember"], most } as const),
    attributes: ["member", "uniqueMember"],
  });
  if (accounts.entries.length === 0)
    return {
      kind: "denied",
      message: `no entry of ${base} is shown to ${user}`,
      wouldVerify: `let ${user} read the entries of ${base}, as \`holdfast grants ldap\` prints`,
    };
  const shows = (it: Entry) => it.attributes.has("userpassword") && sameName(it.dn) !== sameName(user);
  const people: People = {
    accounts: accounts.entries,
    groups: new Map(
      groups.entries.map((it) => {
        const members = ["member", "uniquemember"].flatMap((name) => it.attributes.get(name) ?? []);
        return [sameName(it.dn), new Set(members.map(sameName))];
      }),
    ),
    passwordsShown: accounts.entries.some(shows),
  };
  const roles = databaseRoles(people, configuration, keeping);
  const cut = [accounts, groups].filter(({ result }) => result.code !== 0);
  const more = cut.map(({ result }) => ({
    reason: `not all entries of ${base} were told (${result.code} ${result.message})`,
    wouldVerify: `raise olcSizeLimit for ${user}, or declare a smaller base under \`name\``,
  }));
  return { ...roles, unseen: [...roles.unseen, ...more] };
}

const undeclaredBase = (address: string): Trouble => ({
  kind: "unsupported",
  message: `${address} doesn't tell which tree it holds`,
  wouldVerify: "declare under `name` the base of the tree",
});
const unread = (address: string): Trouble => ({
  kind: "denied",
  message: `${address} doesn't show cn=config to this account`,
  wouldVerify: "let it read cn=config, as `holdfast grants ldap` prints",
});
