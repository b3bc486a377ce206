import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toldOfDatabase } from "../../../test/bed/database-subject.ts";
import { type Postgresql, postgresqlPrograms, startPostgresql } from "../../../test/bed/postgresql.ts";
import type { FactsOf } from "../fact-kinds.ts";
import postgresql from "./probe.ts";

const graphs = 44;
const inEach = 5;

/** The same numbers in every run. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const rights = [
  (role: string) => `ALTER ROLE ${role} SUPERUSER`,
  (role: string) => `ALTER ROLE ${role} CREATEROLE`,
  (role: string) => `ALTER ROLE ${role} REPLICATION`,
  (role: string) => `GRANT pg_execute_server_program TO ${role}`,
  (role: string) => `GRANT pg_write_server_files TO ${role}`,
  (role: string) => `GRANT pg_read_server_files TO ${role}`,
  (role: string) => `GRANT EXECUTE ON FUNCTION pg_read_file(text) TO ${role}`,
  (role: string) => `GRANT ALTER SYSTEM ON PARAMETER archive_command TO ${role}`,
  // These make nobody a superuser.
  (role: string) => `ALTER ROLE ${role} CREATEDB BYPASSRLS`,
  (role: string) => `GRANT pg_monitor, pg_signal_backend TO ${role}`,
  (role: string) => `GRANT ALTER SYSTEM ON PARAMETER work_mem TO ${role}`,
];

/** Roles with random attributes, random memberships (each only of later ones) and a few rights. */
function graph(nth: number): string {
  const pick = numbers(nth + 1);
  const names = Array.from({ length: inEach }, (_, at) => `g${nth}_${at}`);
  const made = names.map(
    (it) => `CREATE ROLE ${it} ${pick(4) > 0 ? "LOGIN" : "NOLOGIN"} ${pick(2) ? "INHERIT" : "NOINHERIT"}`,
  );
  const members = names.flatMap((it, at) =>
    names.slice(at + 1).flatMap((of) => (pick(3) === 0 ? [`GRANT ${of} TO ${it}`] : [])),
  );
  const given = names.flatMap((it) => (pick(5) === 0 ? [rights[pick(rights.length)]?.(it) ?? ""] : []));
  // Each right comes up in some graphs, whatever the numbers are.
  const last = rights[nth % rights.length]?.(names.at(-1) ?? "") ?? "";
  return `${[...made, ...members, ...given, last].join(";\n")};`;
}

/** Whether it was done; only a lack of rights counts as a refusal, whatever else fails is a mistake of the test. */
async function allowed(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if ((error as { readonly code?: string }).code === "42501") return false;
    throw error;
  }
}

/** Whether somebody who logs in with this role can really do what only a superuser should. */
async function succeeds(server: Postgresql, role: string, others: readonly string[]): Promise<boolean> {
  const login = { host: "127.0.0.1", port: server.port, user: role, database: "postgres" };
  const walsender = new pg.Client({ ...login, replication: "true" } as pg.ClientConfig);
  const replicates = await allowed(walsender.connect().then(() => walsender.query("IDENTIFY_SYSTEM")));
  await walsender.end().catch(() => {});
  if (replicates) return true;
  const client = new pg.Client(login);
  await client.connect();
  const done = (text: string) => allowed(client.query(text));
  const actions = [
    "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'",
    `COPY (SELECT 1) TO '${join(server.folder, "written")}'`,
    `COPY read_here FROM '${join(server.folder, "data/PG_VERSION")}'`,
    "SELECT pg_read_file('PG_VERSION')",
    "CREATE ROLE made IN ROLE pg_execute_server_program",
    "ALTER SYSTEM SET archive_command = 'true'",
  ];
  await client.query("CREATE TEMP TABLE read_here (line text); GRANT ALL ON read_here TO PUBLIC");
  try {
    for (const taken of [role, ...others]) {
      if (!(await done(`SET ROLE ${taken}`))) continue;
      for (const action of actions) {
        if (!(await done(action))) continue;
        if (action.startsWith("CREATE")) await client.query("DROP ROLE made");
        return true;
      }
      await client.query("RESET ROLE");
    }
    return false;
  } finally {
    await client.end();
  }
}

describe.skipIf(postgresqlPrograms() === undefined)("ways to a superuser's rights", () => {
  let server: Postgresql;
  let roles: FactsOf<"database-roles">["roles"];
  beforeAll(async () => {
    server = await startPostgresql({ hba: ["host all,replication all 127.0.0.1/32 trust"] });
    server.sql(Array.from({ length: graphs }, (_, nth) => graph(nth)).join("\n"));
    const declared = {
      kind: "postgresql",
      address: `127.0.0.1:${server.port}`,
      name: "postgres",
      user: "postgres",
    } as const;
    ({ roles } = (await toldOfDatabase(postgresql, declared)).facts("database-roles"));
  }, 60_000);
  afterAll(() => server?.stop());

  it.each(Array.from({ length: graphs }, (_, nth) => nth))("are those that really work, in graph %i", async (nth) => {
    const own = roles.filter((it) => it.name.startsWith(`g${nth}_`));
    expect(own).toHaveLength(inEach);
    const others = [
      ...own.map((it) => it.name),
      "pg_execute_server_program",
      "pg_write_server_files",
      "pg_read_server_files",
    ];
    for (const { name, canLogIn, superuser } of own.filter((it) => it.canLogIn)) {
      expect(canLogIn).toBe(true);
      expect({ name, reaches: superuser.length > 0 }, graph(nth)).toEqual({
        name,
        reaches: await succeeds(server, name, others),
      });
    }
  });

  it("are there in some, and not in others", () => {
    const reaching = roles.filter((it) => it.canLogIn && it.superuser.length > 0);
    expect(reaching.length).toBeGreaterThan(20);
    expect(roles.filter((it) => it.canLogIn && it.superuser.length === 0).length).toBeGreaterThan(20);
    expect(reaching.some((it) => it.superuser.some(({ path }) => path.length > 2))).toBe(true);
  });
});
