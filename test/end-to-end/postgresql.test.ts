import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issue, makeAuthority, serverExtensions } from "../bed/authority.ts";
import { behaviours, startHostileServer } from "../bed/hostile-server.ts";
import { type Postgresql, postgresqlPrograms, startPostgresql } from "../bed/postgresql.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

const setup = `CREATE SCHEMA shop; CREATE TABLE shop.orders (id int); CREATE ROLE app LOGIN PASSWORD 'of-the-app';
CREATE ROLE clerks; GRANT clerks TO app; GRANT USAGE ON SCHEMA shop TO clerks; GRANT SELECT, INSERT ON shop.orders TO clerks;`;

async function checked(database: string, env: NodeJS.ProcessEnv = { PG_PASSWORD: "of-holdfast" }): Promise<JsonReport> {
  const estate = `estate: it
environments: { production: { kind: production } }
systems:
  shop: { environment: production, criticality: low, exposure: internal, databases: [db] }
databases: { db: { kind: postgresql, ${database} } }
`;
  const args = ["check", written("holdfast.yaml", estate), "--only", "BCK-1", "BCK-2", "--json", "--quiet"];
  const { stdout, stderr } = await holdfast(args, { env });
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return JSON.parse(stdout) as JsonReport;
}
const applications = 'applications: { app: { privileges: ["SELECT, INSERT ON shop.orders"] } }';
const credentials = "user: holdfast, password: env:PG_PASSWORD";
const about = (report: JsonReport) => [...new Set(report.findings.map((it) => `${it.control} ${it.problem}`))].sort();
const unknownOf = (report: JsonReport) =>
  [...new Set(report.unknowns.flatMap((it) => (it.control?.startsWith("database-") ? [it.control] : [])))].sort();

const everyControl = [
  ...["database-anonymous-refused", "database-defaults-refused", "database-grants-declared"],
  ...["database-plaintext-refused", "database-role-unprivileged"],
  ...["database-rules-ask-who", "database-rules-demand-tls", "database-used-as-declared"],
];

const inside = everyControl.filter((it) => /-(?:declared|unprivileged|who|tls)$/.test(it));

describe.skipIf(postgresqlPrograms() === undefined)("PostgreSQL through the command line", () => {
  let bad: Postgresql;
  let good: Postgresql;
  const authority = makeAuthority("Authority");
  beforeAll(async () => {
    const certificate = issue({ name: "db", extensions: serverExtensions(["IP:127.0.0.1"]) }, authority);
    [bad, good] = await Promise.all([
      startPostgresql({ hba: ["host all all 127.0.0.1/32 trust"] }),
      startPostgresql({ hba: ["hostssl all app,holdfast 127.0.0.1/32 scram-sha-256"], certificate }),
    ]);
    for (const server of [bad, good]) {
      server.sql("CREATE DATABASE shop");
      server.sql(setup, "shop");
      server.sql((await holdfast(["grants", "postgresql"])).stdout, "shop");
      server.sql("ALTER ROLE holdfast PASSWORD 'of-holdfast'");
    }
    bad.sql("GRANT pg_execute_server_program TO clerks; ALTER ROLE app SUPERUSER");
    bad.sql("ALTER TABLE shop.orders OWNER TO app", "shop");
  }, 60_000);
  afterAll(() => Promise.all([bad?.stop(), good?.stop()]));
  const at = (server: Postgresql) => `address: "127.0.0.1:${server.port}", name: shop, ${applications}`;

  it("finds everything wrong with a careless one", async () => {
    const report = await checked(`${at(bad)}, ${credentials}`);
    expect(about(report)).toEqual([
      ...["app", "holdfast", "postgres"].map(
        (it) => `database-anonymous-refused ${it} in plaintext gets in without credentials`,
      ),
      "database-grants-declared app is as good as a superuser, and so holds every privilege",
      "database-role-unprivileged app is as good as a superuser: SUPERUSER, by way of app",
      "database-role-unprivileged app is as good as a superuser: pg_execute_server_program, by way of app → clerks → pg_execute_server_program",
      "database-role-unprivileged app owns shop.orders: it may change and drop what it should only use",
      expect.stringMatching(
        /^database-rules-ask-who .*pg_hba.conf:2 lets in all from 127.0.0.1.32 without proof .trust.$/,
      ),
    ]);
    expect(unknownOf(report)).toEqual(
      expect.arrayContaining(["database-defaults-refused", "database-plaintext-refused"]),
    );
  });

  it("finds nothing wrong with a careful one, and leaves nothing open", async () => {
    const report = await checked(`${at(good)}, ${credentials}, trust: ${authority.certificate}`);
    expect(about(report)).toEqual([]);
    expect(unknownOf(report)).toEqual([]);
    expect(JSON.stringify(report)).not.toContain("of-holdfast");
  });

  it.each([
    ["no credentials", "", {}, "no user is declared"],
    ["a wrong password", credentials, { PG_PASSWORD: "wrong" }, "password authentication failed"],
    ["a password that isn't there", credentials, { PG_PASSWORD: undefined }, "PG_PASSWORD isn't set"],
  ])("verifies no role with %s, and says why", async (_, given, env, reason) => {
    const report = await checked(`${at(good)}${given === "" ? "" : `, ${given}`}`, env);
    expect(unknownOf(report)).toEqual(inside);
    expect(report.unknowns.map((it) => it.reason).join("\n")).toContain(reason);
    expect(report.requirements.find((it) => it.id === "BCK-1")?.status).not.toBe("verified");
  });

  it.each(["random bytes", "an early close", "no answer ever"])(
    "verifies nothing at a server of %s",
    async (name) => {
      const server = await startHostileServer(behaviours[name] ?? (() => {}));
      const report = await checked(`address: "127.0.0.1:${server.port}", ${applications}, ${credentials}`);
      await server.stop();
      expect(about(report)).toEqual([]);
      expect(unknownOf(report)).toEqual(everyControl);
      expect(report.requirements.map((it) => it.status)).not.toContain("verified");
    },
    120_000,
  );
});
