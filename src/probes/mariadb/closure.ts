import { type Account, accountName } from "./accounts.ts";
import { byDefined } from "./defined.ts";
import { fits } from "./pattern.ts";
import { databaseGrantsOf, grantOrder, singleGrantsOf } from "./standing.ts";

/** Privileges on a database, a table or a routine. */
export interface Grant {
  /** Empty for everybody who comes from the host. */
  readonly user: string;
  /** Pattern of hosts that it is for; empty for a role. */
  readonly host: string;
  /** Pattern of `mysql.db`: `%` and `_` stand for any characters, `\_` for itself. */
  readonly database: string;
  /** Absent for the whole database. */
  readonly table?: string;
  /** What it is, where it is no table: `FUNCTION`, `PROCEDURE`. */
  readonly routine?: string;
  readonly privileges: readonly string[];
}

/** Something that runs with the rights of an account: who made it, or who it was made for. */
export interface Defined {
  readonly database: string;
  readonly name: string;
  /** `FUNCTION`, `PROCEDURE`, or `VIEW` for one on the database of accounts. */
  readonly kind: string;
  readonly definer: string;
  /** Whether it runs with the rights of that account already, and not with those of who runs it. */
  readonly asDefiner: boolean;
}

/** All that says what accounts may do. */
export interface Catalog {
  readonly accounts: readonly Account[];
  readonly grants: readonly Grant[];
  /** Roles by who may take them on. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** Accounts that one may pose as. */
  readonly proxies: readonly { readonly by: string; readonly as: string }[];
  readonly defined: readonly Defined[];
  /** Whether `MYSQL` and `mysql` are the same database to the server. */
  readonly foldsCase: boolean;
}

/** A way in which an account is as good as a superuser. */
export interface Way {
  readonly by: string;
  /** Itself first, then the roles on the way. */
  readonly path: readonly string[];
}

/** Where somebody comes by being granted roles: itself first, each with the roles on the way. */
export function reached(catalog: Catalog, name: string): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>([[name, [name]]]);
  // A map is walked in the order of its making, and what is added on the way is walked, too.
  for (const [at, path] of paths)
    for (const role of catalog.roles.get(at) ?? []) if (!paths.has(role)) paths.set(role, [...path, role]);
  return paths;
}

const everywhere: Readonly<Record<string, string>> = {
  SUPER: "SUPER",
  FILE: "FILE: reads and writes files of the server",
  "CREATE USER": "CREATE USER: sets the password of every account",
  "SET USER": "SET USER: writes procedures that run as another account",
};
const ofTables = ["INSERT", "UPDATE"] as const;
const accountTables = new Set([
  "global_priv",
  "user",
  "db",
  "roles_mapping",
  "proxies_priv",
  "plugin",
  "func",
  "proc",
  "*",
]);

/** Whether a pattern of `mysql.db` covers a database. */
export function covers(pattern: string, foldsCase: boolean, database = "mysql"): boolean {
  return foldsCase ? fits(pattern.toLowerCase(), database.toLowerCase()) : fits(pattern, database);
}

/** Of several grants on a database the server takes the first in its order; which of equal ones isn't told. */
function narrowest(catalog: Catalog, grants: readonly Grant[], database: string): readonly Grant[] {
  const covering = grants.filter((it) => covers(it.database, catalog.foldsCase, database)).toSorted(grantOrder);
  const [first] = covering;
  return first === undefined ? [] : covering.filter((it) => grantOrder(it, first) === 0);
}

const onTables = ({ database, table = "*", privileges }: Grant): readonly string[] =>
  accountTables.has(table)
    ? ofTables.filter((it) => privileges.includes(it)).map((it) => `${it} ON ${database}.${table}`)
    : [];

/** What an account or a role has by itself, all but its grants on whole databases. */
function own(catalog: Catalog, name: string): readonly string[] {
  const account = catalog.accounts.find((it) => it.name === name);
  const global = account?.privileges ?? [];
  const tables = ofTables.filter((it) => global.includes(it)).map((it) => `${it} ON *.*`);
  const single = singleGrantsOf(catalog, name).filter((it) => covers(it.database, catalog.foldsCase));
  return [...global.flatMap((it) => everywhere[it] ?? []), ...tables, ...single.flatMap(onTables)];
}

/** A grant, with the roles on the way to it. */
interface Held {
  readonly grant: Grant;
  readonly path: readonly string[];
}

/** What a role brings whoever takes it on by its grants on a whole database and those of the roles in it, taken together. */
function byRole(catalog: Catalog, role: string, database: string): readonly Held[] {
  const paths = reached(catalog, role);
  const grants = catalog.grants.filter((it) => it.table === undefined && it.host === "" && paths.has(it.user));
  return narrowest(catalog, grants, database).map((grant) => ({ grant, path: paths.get(grant.user) ?? [] }));
}

/** The grants on a whole database that count for an account or a role. */
export function onDatabase(catalog: Catalog, name: string, database: string): readonly Held[] {
  const isRole = name === "PUBLIC" || catalog.accounts.some((it) => it.name === name && it.isRole);
  if (isRole) return byRole(catalog, name, database);
  const standing = databaseGrantsOf(catalog, name).flatMap((grants) => narrowest(catalog, grants, database));
  const roles = (catalog.roles.get(name) ?? []).flatMap((role) =>
    byRole(catalog, role, database).map(({ grant, path }) => ({ grant, path: [name, ...path] })),
  );
  return [...standing.map((grant) => ({ grant, path: [name] })), ...roles];
}

function ways(catalog: Catalog, name: string): readonly Way[] {
  const single = [...reached(catalog, name)].flatMap(([at, path]) => own(catalog, at).map((by) => ({ by, path })));
  const whole = onDatabase(catalog, name, "mysql");
  return [...single, ...whole.flatMap(({ grant, path }) => onTables(grant).map((by) => ({ by, path })))];
}

/** Every way in which an account or role is as good as a superuser. */
export function superuserBy(catalog: Catalog, name: string): readonly Way[] {
  const posing = catalog.proxies
    .filter(({ by, as }) => by === name && (as === "@" || as === "" || ways(catalog, as).length > 0))
    .map(({ as }) => ({ by: `PROXY: poses as ${as === "@" || as === "" ? "anybody" : as}`, path: [name] }));
  // What PUBLIC has, everybody has.
  const open = name === "PUBLIC" ? [] : ways(catalog, "PUBLIC").map(({ by, path }) => ({ by, path: [name, ...path] }));
  const found = [...ways(catalog, name), ...open, ...posing];
  // Of several ways to the same, the first tells enough.
  const told = Map.groupBy(found, ({ by, path }) => `${by} ${path.at(-1)}`);
  const all = [...told.values()].flatMap(([first]) => first ?? []);
  return all.length > 0 ? all : byDefined(catalog, name, (account) => ways(catalog, account).length > 0);
}

/** Privileges that it comes to, one a line as GRANT writes them. */
export function privilegesOf(catalog: Catalog, name: string): readonly string[] {
  const names = new Set([...reached(catalog, name).keys(), "PUBLIC"]);
  const global = catalog.accounts
    .filter((it) => names.has(it.name))
    .flatMap(({ privileges }) => privileges.map((it) => `${it} ON *.*`));
  const granted = [
    ...catalog.grants.filter((it) => names.has(accountName(it.user, it.host))),
    ...databaseGrantsOf(catalog, name).flat(),
    ...singleGrantsOf(catalog, name),
  ].flatMap((it) => it.privileges.map((what) => `${what} ON ${it.database}.${it.table ?? "*"}`));
  return [...new Set([...global, ...granted])];
}
