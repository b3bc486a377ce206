import { type Account, accountName, parseAccount } from "./accounts.ts";
import type { MariadbClient } from "./client.ts";
import type { Catalog, Defined, Grant } from "./closure.ts";
import { columnPrivileges } from "./privileges.ts";
import type { ServerError } from "./wire.ts";

const most = 20_000;
const columns = Object.keys(columnPrivileges) as readonly (keyof typeof columnPrivileges)[];

const queries = {
  accounts: "SELECT Host, User, Priv FROM mysql.global_priv",
  databases: `SELECT Host, User, Db, ${columns.join(", ")} FROM mysql.db`,
  tables: "SELECT Host, User, Db, Table_name, Table_priv FROM mysql.tables_priv",
  columns: "SELECT Host, User, Db, Table_name, Column_priv FROM mysql.columns_priv",
  routines: "SELECT Host, User, Db, Routine_name, Proc_priv, Routine_type FROM mysql.procs_priv",
  roles: "SELECT Host, User, Role FROM mysql.roles_mapping",
  defined: "SELECT db, name, type, security_type, definer FROM mysql.proc WHERE db NOT IN ('mysql', 'sys')",
  proxies: "SELECT Host, User, Proxied_host, Proxied_user FROM mysql.proxies_priv",
} as const;
type Table = keyof typeof queries;
type Rows = readonly (readonly (string | null)[])[];

/** What was read of the tables of privileges, and which were refused or held more than is read. */
export interface ReadCatalog {
  readonly catalog: Catalog;
  readonly accountsError?: ServerError;
  readonly unseen: readonly { readonly reason: string; readonly wouldVerify: string }[];
}

/** Reads who may do what. @throws TroubleError */
export async function readCatalog(client: MariadbClient): Promise<ReadCatalog> {
  const unseen: { reason: string; wouldVerify: string }[] = [];
  let accountsError: ServerError | undefined;
  const read = async (table: Table): Promise<Rows> => {
    const rows = await client.query(`${queries[table]} LIMIT ${most + 1}`);
    const name = /mysql\.\w+/.exec(queries[table])?.[0] ?? table;
    if ("code" in rows) {
      if (table === "accounts") accountsError = rows;
      unseen.push({
        reason: `${name} was not shown: ${rows.message}`,
        wouldVerify: `GRANT SELECT ON ${name} to this account`,
      });
      return [];
    }
    if (rows.length > most)
      unseen.push({ reason: `${name} has more than ${most} rows`, wouldVerify: "look at the rest by hand" });
    return rows.slice(0, most);
  };
  const text = (row: Rows[number], at: number): string => row[at] ?? "";
  const name = (row: Rows[number]) => accountName(text(row, 1), text(row, 0));
  const accounts: Account[] = [];
  for (const row of await read("accounts")) {
    const account = parseAccount(text(row, 0), text(row, 1), text(row, 2));
    if (account !== undefined) accounts.push(account);
    else
      unseen.push({
        reason: `what mysql.global_priv says of ${name(row)} makes no sense`,
        wouldVerify: "look at it by hand",
      });
  }
  const whose = (row: Rows[number]) => ({ user: text(row, 1), host: text(row, 0) });
  const databases = (await read("databases")).map(
    (row): Grant => ({
      ...whose(row),
      database: text(row, 2),
      privileges: columns.filter((_, at) => row[at + 3] === "Y").map((it) => columnPrivileges[it]),
    }),
  );
  const single = (row: Rows[number]): Grant => ({
    ...whose(row),
    ...(row[5] !== undefined && { routine: text(row, 5) }),
    database: text(row, 2).replace(/[\\%_]/g, "\\$&"),
    table: text(row, 3),
    privileges: text(row, 4)
      .split(",")
      .filter((it) => it !== "")
      .map((it) => (it === "Grant" ? "GRANT OPTION" : it.toUpperCase())),
  });
  const singles: Grant[] = [];
  for (const table of ["tables", "columns", "routines"] as const) singles.push(...(await read(table)).map(single));
  const mapping = (await read("roles")).map((row) => ({ who: name(row), role: text(row, 2) }));
  const roles = new Map(
    [...Map.groupBy(mapping, ({ who }) => who)].map(([who, all]) => [who, all.map(({ role }) => role)]),
  );
  const proxies = (await read("proxies")).map((row) => ({ by: name(row), as: `${text(row, 3)}@${text(row, 2)}` }));
  const routines = (await read("defined")).map(
    (row): Defined => ({
      ...{ database: text(row, 0), name: text(row, 1), kind: text(row, 2), definer: text(row, 4) },
      asDefiner: text(row, 3) === "DEFINER",
    }),
  );
  const defined = [...routines, ...(await readViews(client, unseen))];
  const folding = await client.query("SELECT @@lower_case_table_names");
  // Where it isn't told, more is taken for the database of accounts than is.
  const foldsCase = "code" in folding || text(folding[0] ?? [], 0) !== "0";
  const catalog = { accounts, grants: [...databases, ...singles], roles, proxies, defined, foldsCase };
  return { catalog, unseen, ...(accountsError !== undefined && { accountsError }) };
}

/** Views on the database of accounts; those on others give what their definer chose to give. */
async function readViews(client: MariadbClient, unseen: { reason: string; wouldVerify: string }[]) {
  const views =
    await client.query(`SELECT TABLE_SCHEMA, TABLE_NAME, DEFINER, SECURITY_TYPE FROM information_schema.VIEWS
    WHERE TABLE_SCHEMA NOT IN ('mysql', 'sys') AND (VIEW_DEFINITION LIKE '%\`mysql\`.%' OR VIEW_DEFINITION = '')
    LIMIT ${most + 1}`);
  // Without the right to see them, there seem to be none.
  const right = await client.query(
    "SELECT 1 FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE = 'SHOW VIEW' LIMIT 1",
  );
  if ("code" in right || right.length === 0)
    unseen.push({ reason: "not all views are shown", wouldVerify: "GRANT SHOW VIEW ON *.* to this account" });
  if ("code" in views || views.length > most) {
    const reason = "code" in views ? `views were not shown: ${views.message}` : `there are more than ${most} views`;
    unseen.push({ reason, wouldVerify: "GRANT SHOW VIEW ON *.* to this account" });
    return [];
  }
  return views.map(
    (row): Defined => ({
      ...{ database: row[0] ?? "", name: row[1] ?? "", kind: "VIEW", definer: row[2] ?? "" },
      asDefiner: row[3] === "DEFINER",
    }),
  );
}
