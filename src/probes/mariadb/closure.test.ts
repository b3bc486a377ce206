import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mariadb, mariadbClient, startMariadb } from "../../../test/bed/mariadb.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { readCatalog } from "./catalog.ts";
import { covers, superuserBy } from "./closure.ts";
import { byWidth } from "./pattern.ts";

test.each([
  ["mysql", true],
  ["%", true],
  ["my%", true],
  ["m_sql", true],
  ["MYSQL", false],
  ["mysq\\_", false],
  ["shop", false],
  ["mysql2", false],
  ["mysql.", false],
  ["%%%%%%%%%%%%%%%%%%%%%%%%x", false],
])("the pattern %s covers the database of accounts: %s", (pattern, covered) => {
  expect(covers(pattern, false)).toBe(covered);
});

test("a server that folds case has one database of accounts, however it is written", () => {
  expect([covers("MYSQL", true), covers("My%", true), covers("MYSQ", true)]).toEqual([true, true, false]);
});

const powers = [
  "SUPER ON *.*",
  "FILE ON *.*",
  "CREATE USER ON *.*",
  "SET USER ON *.*",
  "INSERT ON *.*",
  "UPDATE ON mysql.*",
  "UPDATE ON `my%`.*",
  "UPDATE ON `%sql`.*",
  "UPDATE ON `mysq_`.*",
  "INSERT ON `m%l`.*",
  "INSERT ON mysql.global_priv",
  "UPDATE ON mysql.global_priv",
] as const;
const harmless = [
  "SELECT ON *.*",
  "SELECT ON mysql.*",
  "SELECT ON `my%`.*",
  "SELECT ON `m_sql`.*",
  "SELECT ON mysql.global_priv",
  "UPDATE ON `MYSQL`.*",
  "INSERT ON test.*",
  "UPDATE ON `my\\_sql`.*",
  "PROCESS ON *.*",
  "RELOAD ON *.*",
  "CREATE ROUTINE ON test.*",
];

/** Statements that only work for who holds a power; none of them changes anything that matters. */
const trials: readonly (readonly [RegExp, string])[] = [
  [/^SUPER/, "SET GLOBAL init_connect = ''"],
  [/^FILE/, "SELECT 1 INTO OUTFILE '/nonexistent/file'"],
  [/^CREATE USER/, "ALTER USER victim@localhost IDENTIFIED BY 'changed'"],
  [/^(SET USER|SUPER)/, "CREATE OR REPLACE DEFINER = root@localhost VIEW test.v AS SELECT 1"],
  [/^INSERT ON (\*|m)/, "INSERT IGNORE INTO mysql.global_priv (Host, User, Priv) VALUES ('localhost', 'victim', '{}')"],
  [/^UPDATE ON (\*|m|%)/, "UPDATE mysql.global_priv SET Priv = '{}' WHERE 1 = 0"],
];
/** Access denied, in all its forms; anything else means that it got past the check. */
const denied = new Set([1044, 1045, 1142, 1143, 1227, 1370]);

describe.skipIf(!testbedHas("mariadbd"))("compared with a real server", () => {
  let server: Mariadb;
  beforeAll(async () => {
    server = await startMariadb();
    await server.run("CREATE USER victim@localhost IDENTIFIED BY 'v'");
    // Everybody's on databases called test, as its installer leaves it.
    await server.run("DELETE FROM mysql.db");
  });
  afterAll(() => server.stop());

  const roles = ["r0", "r1", "r2", "r3"] as const;
  const grant = fc.record({
    to: fc.constantFrom("u@localhost", "u@localhost", "u@'%'", "''@localhost", "PUBLIC", ...roles),
    what: fc.oneof({ arbitrary: fc.constantFrom(...harmless), weight: 2 }, fc.constantFrom(...powers)),
  });
  // Only to roles after it, as the server refuses circles.
  const membership = fc
    .record({ to: fc.integer({ min: -1, max: 2 }), by: fc.integer({ min: 1, max: 3 }) })
    .map(({ to, by }) => ({
      to: to < 0 ? "u@localhost" : `${roles[to]}`,
      role: roles[Math.min(3, to + by)] ?? "r3",
    }));

  async function agrees(
    grants: readonly { to: string; what: string }[],
    memberships: readonly { to: string; role: string }[],
  ) {
    for (const name of roles) await server.run(`CREATE OR REPLACE ROLE ${name}`);
    for (const name of ["u@'%'", "u@localhost", "''@localhost"])
      await server.run(`CREATE OR REPLACE USER ${name} IDENTIFIED BY 'p'`);
    for (const table of ["db", "tables_priv", "global_priv"])
      await server.run(`DELETE FROM mysql.${table} WHERE User = 'PUBLIC'`);
    await server.run("FLUSH PRIVILEGES");
    await server.run("GRANT CREATE VIEW, DROP ON test.* TO u@localhost");
    for (const { to, what } of grants) await server.run(`GRANT ${what} TO ${to}`);
    for (const { to, role } of memberships) await server.run(`GRANT ${role} TO ${to}`);
    const root = await mariadbClient(server.socket, "root");
    const { catalog, unseen } = await readCatalog(root);
    root.line.close();
    expect(unseen).toEqual([]);
    const ways = superuserBy(catalog, "u@localhost");
    const told = new Set(ways.map(({ by }) => by));
    const holding = new Set<string>();
    const client = await mariadbClient(server.socket, "u", "p");
    const own = memberships.filter(({ to }) => to === "u@localhost").map(({ role }) => role);
    for (const role of ["NONE", ...own]) {
      expect(await client.query(`SET ROLE ${role}`)).toEqual([]);
      for (const [power, statement] of trials) {
        const reply = await client.query(statement);
        if (!("code" in reply) || !denied.has(reply.code)) holding.add(power.source);
      }
    }
    client.line.close();
    const shown = [grants, memberships, [...told], [...holding]];
    // One power often brings what another is for; what is told must be there, and nothing is there without being told.
    expect([told.size > 0, ...shown]).toEqual([holding.size > 0, ...shown]);
    for (const [power] of trials)
      if ([...told].some((it) => power.test(it)))
        expect([power.source, holding.has(power.source), ...shown]).toEqual([power.source, true, ...shown]);
    for (const { path } of ways) expect(path[0]).toBe("u@localhost");
  }

  test.each([...powers, ...harmless])("says of %s alone, by way of two roles, what trying it shows", async (what) => {
    const memberships = [
      { to: "u@localhost", role: "r0" },
      { to: "r0", role: "r2" },
    ];
    await agrees([{ to: "r2", what }], memberships);
  });

  test("says of 40 generated graphs of roles what an account comes to, as trying it shows", async () => {
    const graph = [fc.array(grant, { maxLength: 4 }), fc.array(membership, { maxLength: 5 })] as const;
    // An exact grant hides what a pattern gives, in the role that holds both by others.
    const hidden: [{ to: string; what: string }[], { to: string; role: string }[]] = [
      [
        { to: "r3", what: "UPDATE ON `my%`.*" },
        { to: "r3", what: "SELECT ON mysql.*" },
      ],
      [
        { to: "u@localhost", role: "r1" },
        { to: "r1", role: "r3" },
      ],
    ];
    await fc.assert(fc.asyncProperty(...graph, agrees), { numRuns: 40, examples: [hidden] });
  });

  test("says of 30 generated grants on what root defined whom it lets have a superuser's rights, as trying it shows", async () => {
    await server.run("CREATE DATABASE IF NOT EXISTS shop");
    await server.run("CREATE USER IF NOT EXISTS plain@localhost");
    const body = "BEGIN UPDATE mysql.global_priv SET Priv = '{}' WHERE 1 = 0; END";
    const made = ["root", "plain"].flatMap((definer) =>
      ["DEFINER", "INVOKER"].map((security) => ({
        definer,
        security,
        name: `as_${definer}_${security.toLowerCase()}`,
      })),
    );
    const grants = fc.record({
      to: fc.constantFrom("d@localhost", "d@localhost", "r0", "r1", "PUBLIC"),
      what: fc.constantFrom(
        ...["EXECUTE ON *.*", "EXECUTE ON shop.*", "EXECUTE ON `sh%`.*", "ALTER ROUTINE ON shop.*", "SELECT ON shop.*"],
        ...["CREATE ROUTINE ON shop.*", "EVENT ON shop.*", "TRIGGER ON shop.*", "UPDATE ON shop.accounts"],
        ...made.flatMap(({ name }) => [`EXECUTE ON PROCEDURE shop.${name}`, `ALTER ROUTINE ON PROCEDURE shop.${name}`]),
      ),
    });
    const holds = async (given: readonly { to: string; what: string }[]) => {
      await server.run("CREATE OR REPLACE USER d@localhost IDENTIFIED BY 'p'");
      for (const table of ["db", "tables_priv", "procs_priv", "global_priv"])
        await server.run(`DELETE FROM mysql.${table} WHERE User = 'PUBLIC'`);
      await server.run("FLUSH PRIVILEGES");
      for (const role of ["r0", "r1"]) await server.run(`CREATE OR REPLACE ROLE ${role}`);
      await server.run("CREATE OR REPLACE VIEW shop.accounts AS SELECT * FROM mysql.global_priv");
      for (const { definer, security, name } of made)
        await server.run(
          `CREATE OR REPLACE DEFINER = ${definer}@localhost PROCEDURE shop.${name}() SQL SECURITY ${security} ${body}`,
        );
      for (const { to, what } of given) await server.run(`GRANT ${what} TO ${to}`);
      await server.run("GRANT r1 TO r0");
      await server.run("GRANT r0 TO d@localhost");
      const root = await mariadbClient(server.socket, "root");
      const { catalog, unseen } = await readCatalog(root);
      root.line.close();
      expect(unseen).toEqual([]);
      const told = superuserBy(catalog, "d@localhost").map(({ by }) => by);
      const client = await mariadbClient(server.socket, "d", "p");
      const may = async (sql: string) => {
        const reply = await client.query(sql);
        return !("code" in reply) || !denied.has(reply.code);
      };
      const found = new Set<string>();
      for (const role of ["NONE", "r0"]) {
        await client.query(`SET ROLE ${role}`);
        if (await may("UPDATE shop.accounts SET Priv = '{}' WHERE 1 = 0")) found.add("shop.accounts");
        for (const { name } of made) {
          const works = () => may(`CALL shop.${name}()`);
          if (await works()) found.add(`shop.${name}`);
          if (!(await may(`ALTER PROCEDURE shop.${name} SQL SECURITY DEFINER`))) continue;
          if (await works()) found.add(`shop.${name}`);
        }
      }
      client.line.close();
      const named = told.map((by) => / ON (?:PROCEDURE )?([\w.]+):/.exec(by)?.[1]);
      expect([given, [...new Set(named)].sort()]).toEqual([given, [...found].sort()]);
    };
    const example = [{ to: "r1", what: "EXECUTE ON PROCEDURE shop.as_root_definer" }];
    await fc.assert(fc.asyncProperty(fc.array(grants, { maxLength: 4 }), holds), {
      numRuns: 30,
      examples: [[example]],
    });
  });

  test("whoever changes an event, a trigger or a routine becomes its definer", async () => {
    await server.run("CREATE DATABASE IF NOT EXISTS made");
    await server.run("CREATE TABLE made.t (a INT)");
    await server.run("CREATE DEFINER = root@localhost EVENT made.e ON SCHEDULE EVERY 1 DAY DO SELECT 1");
    await server.run("CREATE DEFINER = root@localhost TRIGGER made.g BEFORE INSERT ON made.t FOR EACH ROW SET @a = 1");
    await server.run("CREATE DEFINER = root@localhost PROCEDURE made.p() SELECT 1");
    await server.run("CREATE OR REPLACE USER e@localhost IDENTIFIED BY 'p'");
    await server.run("GRANT EVENT, TRIGGER, ALTER ROUTINE, CREATE ROUTINE ON made.* TO e@localhost");
    const client = await mariadbClient(server.socket, "e", "p");
    expect(await client.query("ALTER EVENT made.e DO SELECT 2")).toEqual([]);
    expect(
      await client.query("CREATE OR REPLACE TRIGGER made.g BEFORE INSERT ON made.t FOR EACH ROW SET @a = 2"),
    ).toEqual([]);
    expect(await client.query("CREATE OR REPLACE PROCEDURE made.p() SELECT 2")).toEqual([]);
    client.line.close();
    const definers = await server.run(`SELECT DEFINER FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'made'
      UNION ALL SELECT DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'made'
      UNION ALL SELECT DEFINER FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'made'`);
    expect(definers).toEqual([["e@localhost"], ["e@localhost"], ["e@localhost"]]);
  });

  test("takes of several patterns the one that the server takes", async () => {
    // Each letter stands for itself, for any one, or for any number together with its neighbours.
    const pattern = fc
      .array(fc.constantFrom("keep", "_", "%"), { minLength: 5, maxLength: 5 })
      .map((how) => how.map((it, at) => (it === "keep" ? "mysql"[at] : it)).join(""))
      .map((it) => it.replaceAll(/%+/g, "%"));
    const pairs = fc.tuple(pattern, pattern).filter(([a, b]) => byWidth(a, b) !== 0);
    const holds = async ([updating, reading]: readonly [string, string]) => {
      await server.run("CREATE OR REPLACE USER v@localhost IDENTIFIED BY 'p'");
      await server.run(`GRANT UPDATE ON \`${updating}\`.* TO v@localhost`);
      await server.run(`GRANT SELECT ON \`${reading}\`.* TO v@localhost`);
      const client = await mariadbClient(server.socket, "v", "p");
      const reply = await client.query("UPDATE mysql.global_priv SET Priv = '{}' WHERE 1 = 0");
      client.line.close();
      expect([updating, reading, byWidth(updating, reading) < 0]).toEqual([updating, reading, !("code" in reply)]);
    };
    await fc.assert(fc.asyncProperty(pairs, holds), { numRuns: 60 });
  });
});
