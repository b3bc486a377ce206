import type { QueryResultRow } from "pg";
import type { FactsOf } from "../fact-kinds.ts";
import type { Ask } from "./login.ts";

export interface RoleRow {
  readonly oid: string;
  readonly name: string;
  readonly login: boolean;
  readonly superuser: boolean;
  readonly createsRoles: boolean;
  readonly createsDatabases: boolean;
  readonly replicates: boolean;
  readonly bypasses: boolean;
  readonly expires: string | null;
}
export interface MembershipRow {
  readonly member: string;
  readonly of: string;
}
/** A privilege that somebody was granted; `grantee` 0 is everybody. */
export interface GrantRow {
  readonly grantee: string;
  readonly privilege: string;
  readonly object: string;
  readonly kind: "relation" | "column" | "schema" | "database" | "parameter" | "function" | "foreign" | "elsewhere";
  /** Why a function is as good as who owns it, or what it is written in. */
  readonly danger: string | null;
}
export interface OwnerRow {
  readonly owner: string;
  readonly kind: "database" | "schema" | "relation" | "elsewhere";
  readonly object: string;
}

/** What the system's catalog says of roles and of what they may. */
export interface Catalog {
  /** Such as 150004. */
  readonly version: number;
  readonly roles: readonly RoleRow[];
  readonly memberships: readonly MembershipRow[];
  readonly grants: readonly GrantRow[];
  readonly owners: readonly OwnerRow[];
  /** What is kept of passwords, by role; absent where that may not be read. */
  readonly passwords?: ReadonlyMap<string, string | null>;
  readonly unseen: FactsOf<"database-roles">["unseen"];
}

const own = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'";

const questions = {
  version: "SELECT current_setting('server_version_num')::int AS version",
  roles: `SELECT oid::text, rolname AS name, rolcanlogin AS login, rolsuper AS superuser,
    rolcreaterole AS "createsRoles", rolcreatedb AS "createsDatabases", rolreplication AS replicates,
    rolbypassrls AS bypasses, rolvaliduntil::text AS expires FROM pg_roles ORDER BY rolname`,
  memberships: `SELECT member::text, roleid::text AS "of" FROM pg_auth_members ORDER BY member, roleid`,
  relations: `SELECT a.grantee::text, a.privilege_type AS privilege, format('%s.%s', n.nspname, c.relname) AS object,
    'relation' AS kind, NULL AS danger FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
    aclexplode(c.relacl) a WHERE ${own} AND a.grantee <> c.relowner ORDER BY 3, 1, 2`,
  columns: `SELECT DISTINCT a.grantee::text, a.privilege_type AS privilege, format('%s.%s', n.nspname, c.relname) AS object,
    'column' AS kind, NULL AS danger FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(t.attacl) a
    WHERE ${own} AND a.grantee <> c.relowner ORDER BY 3, 1, 2`,
  schemas: `SELECT a.grantee::text, a.privilege_type AS privilege, n.nspname AS object, 'schema' AS kind, NULL AS danger
    FROM pg_namespace n, aclexplode(n.nspacl) a WHERE a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner ORDER BY 3, 1`,
  databases: `SELECT a.grantee::text, a.privilege_type AS privilege, d.datname AS object, 'database' AS kind, NULL AS danger
    FROM pg_database d, aclexplode(d.datacl) a WHERE a.privilege_type = 'CREATE' AND a.grantee <> d.datdba ORDER BY 3, 1`,
  // Without an access list of its own a function is everybody's.
  functions: `SELECT a.grantee::text, a.privilege_type AS privilege, p.oid::regprocedure::text AS object, 'function' AS kind,
    CASE WHEN n.nspname = 'pg_catalog' OR p.proname IN ('dblink_connect_u', 'pg_file_write') THEN 'system'
      WHEN NOT l.lanpltrusted AND l.lanname NOT IN ('internal', 'c') THEN 'in ' || l.lanname
      ELSE 'as superuser ' || o.rolname END AS danger
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
    JOIN pg_roles o ON o.oid = p.proowner, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    WHERE a.grantee <> p.proowner AND (
      (n.nspname = 'pg_catalog' AND p.proname IN ('pg_read_file', 'pg_read_binary_file', 'lo_import', 'lo_export'))
      OR p.proname IN ('dblink_connect_u', 'pg_file_write')
      OR (${own} AND ((p.prosecdef AND o.rolsuper) OR (NOT l.lanpltrusted AND l.lanname NOT IN ('internal', 'c')))))
    ORDER BY 3, 1`,
  foreign: `SELECT a.grantee::text, a.privilege_type AS privilege, f.fdwname AS object, 'foreign' AS kind, NULL AS danger
    FROM pg_foreign_data_wrapper f, aclexplode(f.fdwacl) a WHERE a.grantee <> f.fdwowner ORDER BY 3, 1`,
  parameters: `SELECT a.grantee::text, a.privilege_type AS privilege, p.parname AS object, 'parameter' AS kind,
    NULL AS danger FROM pg_parameter_acl p, aclexplode(p.paracl) a ORDER BY 3, 1, 2`,
  owners: `SELECT * FROM (
    SELECT datdba::text AS owner, 'database' AS kind, datname::text AS object FROM pg_database
    UNION ALL SELECT nspowner::text, 'schema', nspname FROM pg_namespace n WHERE ${own}
    UNION ALL SELECT relowner::text, 'relation', format('%s.%s', n.nspname, relname) FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${own} AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL SELECT refobjid::text, 'elsewhere', count(*) || ' objects of the database ' || d.datname
      FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid WHERE s.refclassid = 'pg_authid'::regclass
      AND s.deptype = 'o' AND d.datname <> current_database() GROUP BY refobjid, d.datname) it ORDER BY kind, object`,
  passwords: "SELECT oid::text, rolpassword AS password FROM pg_authid",
  elsewhere: `SELECT refobjid::text AS grantee, 'GRANTS' AS privilege, d.datname::text AS object, 'elsewhere' AS kind,
    NULL AS danger FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid WHERE s.refclassid = 'pg_authid'::regclass
    AND s.deptype = 'a' AND d.datname <> current_database() AND s.dbid <> 0 GROUP BY refobjid, d.datname ORDER BY 3, 1`,
} as const;

/** Reads the catalog; what can't be read is told as unseen. Needs no rights but to log in. */
export async function readCatalog(ask: Ask): Promise<Catalog> {
  const unseen: { reason: string; wouldVerify: string }[] = [];
  const rows = async <R extends QueryResultRow>(name: keyof typeof questions, what: string): Promise<readonly R[]> => {
    const got = await ask<R>(questions[name]);
    if ("kind" in got) unseen.push({ reason: `${what}: ${got.message}`, wouldVerify: got.wouldVerify });
    else if (got.cut) unseen.push({ reason: `there are more ${what} than are read`, wouldVerify: "look by hand" });
    return "kind" in got ? [] : got.rows;
  };
  const version = (await rows<{ version: number }>("version", "the version"))[0]?.version ?? 0;
  const roles = await rows<RoleRow & QueryResultRow>("roles", "roles");
  const memberships = await rows<MembershipRow & QueryResultRow>("memberships", "memberships");
  const grants: GrantRow[] = [];
  for (const name of ["relations", "columns", "schemas", "databases", "functions", "foreign", "elsewhere"] as const)
    grants.push(...(await rows<GrantRow & QueryResultRow>(name, `grants on ${name}`)));
  if (version >= 150_000) grants.push(...(await rows<GrantRow & QueryResultRow>("parameters", "grants on parameters")));
  const owners = await rows<OwnerRow & QueryResultRow>("owners", "owners");
  const passwords = await ask<{ oid: string; password: string | null }>(questions.passwords);
  const whole = "rows" in passwords && !passwords.cut;
  return {
    ...{ version, roles, memberships, grants, owners, unseen },
    ...(whole && { passwords: new Map(passwords.rows.map((it) => [it.oid, it.password])) }),
  };
}
