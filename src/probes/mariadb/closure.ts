import type { Account } from "./accounts.ts";

/** Privileges on a database or a table. */
export interface Grant {
  readonly to: string;
  /** Pattern of `mysql.db`: `%` and `_` stand for any characters, `\_` for itself. */
  readonly database: string;
  /** Absent for the whole database. */
  readonly table?: string;
  readonly privileges: readonly string[];
}

/** All that says what accounts may do. */
export interface Catalog {
  readonly accounts: readonly Account[];
  readonly grants: readonly Grant[];
  /** Roles by who may take them on. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** Accounts that one may pose as. */
  readonly proxies: readonly { readonly by: string; readonly as: string }[];
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

/** Whether a pattern of `mysql.db` covers the database `mysql`. */
export function coversMysql(pattern: string): boolean {
  const wild = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const parts = pattern.slice(0, 64).match(/\\[\s\S]|[\s\S]/g) ?? [];
  // Neighbouring stars are one: more of them would only be tried again and again.
  const merged = parts.filter((it, at) => it !== "%" || parts[at - 1] !== "%");
  const source = merged.map((it) => (it === "%" ? "[^]*?" : it === "_" ? "[^]" : wild(it.replace(/^\\(?=.)/, ""))));
  return new RegExp(`^${source.join("")}$`, "i").test("mysql");
}

function own(catalog: Catalog, name: string): readonly string[] {
  const account = catalog.accounts.find((it) => it.name === name);
  const global = account?.privileges ?? [];
  const byGlobal = global.flatMap((it) => everywhere[it] ?? []);
  const tables = ofTables.filter((it) => global.includes(it)).map((it) => `${it} ON *.*`);
  const granted = catalog.grants
    .filter((it) => it.to === name && coversMysql(it.database) && accountTables.has(it.table ?? "*"))
    .flatMap((it) =>
      ofTables
        .filter((what) => it.privileges.includes(what))
        .map((what) => `${what} ON ${it.database}.${it.table ?? "*"}`),
    );
  return [...byGlobal, ...tables, ...granted];
}

/** Every way in which an account or role is as good as a superuser. */
export function superuserBy(catalog: Catalog, name: string) {
  const ways = (who: string) =>
    [...reached(catalog, who)].flatMap(([at, path]) => own(catalog, at).map((by) => ({ by, path })));
  const posing = catalog.proxies
    .filter(({ by, as }) => by === name && (as === "@" || as === "" || ways(as).length > 0))
    .map(({ as }) => ({ by: `PROXY: poses as ${as === "@" || as === "" ? "anybody" : as}`, path: [name] }));
  // What PUBLIC has, everybody has.
  const open = name === "PUBLIC" ? [] : ways("PUBLIC").map(({ by, path }) => ({ by, path: [name, ...path] }));
  return [...ways(name), ...open, ...posing];
}

/** Privileges that it comes to, one a line as GRANT writes them. */
export function privilegesOf(catalog: Catalog, name: string): readonly string[] {
  const names = new Set([...reached(catalog, name).keys(), "PUBLIC"]);
  const global = catalog.accounts
    .filter((it) => names.has(it.name))
    .flatMap(({ privileges }) => privileges.map((it) => `${it} ON *.*`));
  const granted = catalog.grants
    .filter((it) => names.has(it.to))
    .flatMap((it) => it.privileges.map((what) => `${what} ON ${it.database}.${it.table ?? "*"}`));
  return [...new Set([...global, ...granted])];
}
