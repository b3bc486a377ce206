import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issue, makeAuthority, serverExtensions } from "../../../test/bed/authority.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { type Postgresql, postgresqlPrograms, startPostgresql } from "../../../test/bed/postgresql.ts";
import { databaseSchema } from "../../estate/schema.ts";
import { factSchemas } from "../fact-kinds.ts";
import type { Told } from "../probe.ts";
import postgresql from "./probe.ts";

type Wish = Parameters<typeof databaseSchema.parse>[0] & object;

async function look(address: string, wish: Wish = {}, budget = {}): Promise<Record<string, Told>> {
  const declared = databaseSchema.parse({ kind: "postgresql", address, ...wish });
  const subject = { id: "database:it", kind: "database", name: "it", systems: [], declared } as const;
  const told = await postgresql.observe(subject, probeContext(budget));
  for (const it of told) if ("facts" in it) factSchemas[it.fact].parse(it.facts);
  return Object.fromEntries(told.map((it) => [it.fact, it]));
}
const factsOf = (it: Told | undefined) => (it !== undefined && "facts" in it ? it.facts : it);
const troubleOf = (it: Told | undefined) => (it !== undefined && "trouble" in it ? it.trouble : undefined);

describe.skipIf(postgresqlPrograms() === undefined)("PostgreSQL", () => {
  let careless: Postgresql;
  let careful: Postgresql;
  const authority = makeAuthority("Authority");
  const certificate = issue({ name: "db", extensions: serverExtensions(["IP:127.0.0.1"]) }, authority);
  const user = { user: "holdfast", password: "env:HOLDFAST_TEST_PG", name: "shop" };

  beforeAll(async () => {
    process.env["HOLDFAST_TEST_PG"] = "a-long-one";
    [careless, careful] = await Promise.all([
      startPostgresql({ hba: ["host all all 0.0.0.0/0 trust"] }),
      startPostgresql({
        hba: ["hostssl all all 127.0.0.1/32 scram-sha-256", "host all postgres samenet md5", "local all +clerks peer"],
        certificate,
      }),
    ]);
    for (const it of [careless, careful]) {
      it.sql("CREATE DATABASE shop");
      it.sql(
        "CREATE ROLE holdfast LOGIN PASSWORD 'a-long-one'; CREATE ROLE app LOGIN PASSWORD 'app-password'; CREATE ROLE clerks",
      );
      it.sql("GRANT clerks TO app; CREATE TABLE orders (id int); GRANT SELECT, INSERT ON orders TO clerks", "shop");
    }
    careless.sql("CREATE ROLE boss SUPERUSER; GRANT boss TO clerks");
  }, 60_000);
  afterAll(() => Promise.all([careless?.stop(), careful?.stop()]));

  it("lets in whoever comes, where rules trust", async () => {
    const told = await look(`127.0.0.1:${careless.port}`, { ...user, applications: { app: {} } });
    expect(factsOf(told["database-access"])).toMatchObject({
      ...{ product: "postgresql", version: expect.stringMatching(/^\d+\.\d+/), local: true, tls: { offered: false } },
      attempts: [
        { kind: "anonymous", user: "postgres", tls: false, result: "accepted" },
        { kind: "anonymous", user: "holdfast", tls: false, result: "accepted" },
        { kind: "plaintext", user: "holdfast", tls: false, result: "accepted" },
        { kind: "anonymous", user: "app", tls: false, result: "accepted" },
        { kind: "plaintext", user: "app", tls: false, result: "accepted" },
        { kind: "default", user: "postgres", result: "unclear" },
      ],
    });
    const roles = factsOf(told["database-roles"]) as { roles: readonly { name: string }[] };
    expect(roles.roles.find((it) => it.name === "app")).toMatchObject({
      superuser: [{ by: "SUPERUSER", path: ["app", "clerks", "boss"] }],
      privileges: expect.arrayContaining(["SELECT ON public.orders", "INSERT ON public.orders"]),
    });
    expect(troubleOf(told["database-rules"])).toMatchObject({
      kind: "denied",
      wouldVerify: expect.stringContaining("holdfast grants"),
    });
  });

  it("asks for passwords, and refuses plaintext, where rules demand it", async () => {
    const trust = authority.certificate;
    const told = await look(`127.0.0.1:${careful.port}`, { ...user, trust, applications: { app: {} } });
    expect(factsOf(told["database-access"])).toMatchObject({
      tls: { offered: true, version: "TLSv1.3", trusted: true },
      attempts: expect.arrayContaining([
        expect.objectContaining({
          kind: "anonymous",
          user: "postgres",
          tls: true,
          result: "authentication",
          method: "scram-sha-256",
        }),
        expect.objectContaining({ kind: "plaintext", user: "app", tls: false, result: "refused" }),
        expect.objectContaining({
          kind: "default",
          user: "postgres",
          tls: true,
          result: "refused",
          method: "scram-sha-256",
        }),
      ]),
    });
    const sessions = factsOf(told["database-sessions"]) as { sessions: readonly object[] };
    expect(sessions).toMatchObject({ whole: false });
    expect(sessions.sessions).toContainEqual(
      expect.objectContaining({ role: "holdfast", from: "127.0.0.1", tls: true, database: "shop" }),
    );
  });

  it("tells the rules where it may read them, with the members of groups", async () => {
    careful.sql(
      "GRANT SELECT ON pg_hba_file_rules TO holdfast; GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO holdfast",
      "shop",
    );
    const told = await look(`127.0.0.1:${careful.port}`, user);
    const { rules } = factsOf(told["database-rules"]) as { rules: readonly object[] };
    expect(rules).toMatchObject([
      { from: ["local"], roles: ["postgres"], method: "peer", open: false },
      { from: ["127.0.0.1/32"], tls: "required", method: "scram-sha-256", roles: ["all"] },
      { from: ["samenet"], tls: "either", method: "md5", roles: ["postgres"] },
      { from: ["local"], roles: ["app", "clerks"] },
    ]);
  });

  it("knows postgres/postgres", async () => {
    careful.sql("ALTER ROLE postgres PASSWORD 'postgres'");
    const told = await look(`127.0.0.1:${careful.port}`);
    const { attempts } = factsOf(told["database-access"]) as { attempts: readonly object[] };
    expect(attempts).toContainEqual(expect.objectContaining({ kind: "default", result: "accepted" }));
    careful.sql("ALTER ROLE postgres PASSWORD NULL");
  });

  it("tells what kept it from looking inside", async () => {
    const at = `127.0.0.1:${careful.port}`;
    expect(troubleOf((await look(at))["database-roles"])).toMatchObject({
      kind: "denied",
      message: expect.stringContaining("no user"),
    });
    process.env["HOLDFAST_TEST_WRONG"] = "wrong";
    const wrong = await look(at, { ...user, password: "env:HOLDFAST_TEST_WRONG" });
    expect(troubleOf(wrong["database-roles"])).toMatchObject({
      kind: "denied",
      message: expect.stringContaining("password authentication failed"),
    });
    const stranger = await look(at, {
      ...user,
      trust: makeAuthority("Other").certificate,
    });
    expect(factsOf(stranger["database-access"])).toMatchObject({ tls: { trusted: false } });
    expect(troubleOf(stranger["database-roles"])).toMatchObject({
      kind: "denied",
      message: expect.stringContaining("the password was not sent"),
    });
  });

  it("tells what no list of tables shows: functions, columns, other databases, passwords' kinds", async () => {
    careless.sql(
      `CREATE SCHEMA s; CREATE FUNCTION s.all_power() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
      CREATE FUNCTION s.kept() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
      REVOKE EXECUTE ON FUNCTION s.kept() FROM PUBLIC; GRANT UPDATE (id) ON orders TO app;
      CREATE ROLE owner; ALTER SCHEMA s OWNER TO owner; CREATE EXTENSION dblink; CREATE ROLE linker;
      GRANT EXECUTE ON FUNCTION dblink_connect_u(text) TO linker`,
      "shop",
    );
    careless.sql("CREATE TABLE elsewhere (); ALTER TABLE elsewhere OWNER TO owner");
    careless.sql("SET password_encryption = 'md5'; CREATE ROLE old LOGIN PASSWORD 'x' VALID UNTIL '2031-01-01'");
    const told = await look(`127.0.0.1:${careless.port}`, { name: "shop", user: "postgres", tryDefaults: false });
    const { roles } = factsOf(told["database-roles"]) as { roles: readonly { name: string; privileges: string[] }[] };
    const role = (name: string) => roles.find((it) => it.name === name);
    expect(role("app")?.privileges).toEqual(
      expect.arrayContaining([
        "EXECUTE ON FUNCTION s.all_power() as superuser postgres",
        "UPDATE ON COLUMNS OF public.orders",
      ]),
    );
    expect(role("app")?.privileges.join()).not.toContain("kept");
    expect(role("owner")).toMatchObject({ owns: ["1 objects of the database postgres", "schema s"], password: "none" });
    expect(role("linker")).toMatchObject({
      superuser: [{ by: expect.stringContaining("dblink_connect_u"), path: ["linker"] }],
    });
    expect(role("old")).toMatchObject({ password: "weak-hash", expires: expect.stringContaining("2031-01-01") });
    expect(role("holdfast")).toMatchObject({
      password: "strong-hash",
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(JSON.stringify(told)).not.toMatch(/SCRAM-SHA-256\$|md5[0-9a-f]{32}/);
  });

  it("keeps its password from who has no certificate for the declared name, or none at all", async () => {
    const wrongName = issue({ name: "db", extensions: serverExtensions(["IP:127.0.0.2", "DNS:localhost"]) }, authority);
    const other = await startPostgresql({ hba: ["host all all 127.0.0.1/32 password"], certificate: wrongName });
    const trust = authority.certificate;
    const named = await look(`127.0.0.1:${other.port}`, { ...user, trust });
    expect(factsOf(named["database-access"])).toMatchObject({ tls: { offered: true, trusted: false } });
    expect(troubleOf(named["database-roles"])?.message).toContain("the password was not sent");
    await other.stop();
    let said = "";
    const thief = await startHostileServer((socket, request) => {
      said += request;
      socket.write(request.length === 8 ? "N" : Buffer.from("R\0\0\0\x08\0\0\0\x03", "latin1"));
    });
    const bare = await look(`127.0.0.1:${thief.port}`, { ...user, trust, tryDefaults: false });
    await thief.stop();
    expect(troubleOf(bare["database-roles"])?.message).toContain("the password was not sent");
    expect(said).toContain("holdfast");
    expect(said).not.toContain("a-long-one");
  });

  it("changes nothing, even with rights to", async () => {
    const before = careless.sql("SELECT md5(string_agg(c::text, '' ORDER BY oid)) FROM pg_class c", "shop");
    await look(`127.0.0.1:${careless.port}`, { user: "postgres", name: "shop" });
    expect(careless.sql("SELECT md5(string_agg(c::text, '' ORDER BY oid)) FROM pg_class c", "shop")).toBe(before);
  });
});

describe("what is no PostgreSQL server", () => {
  it.each(Object.keys(behaviours))("tells trouble alone for %s", async (name) => {
    const server = await startHostileServer(behaviours[name] ?? (() => {}));
    const told = await look(`127.0.0.1:${server.port}`, { user: "holdfast" }, { timeoutMs: 400 });
    await server.stop();
    expect(Object.values(told).filter((it) => !("trouble" in it))).toEqual([]);
    expect(Object.keys(told)).toHaveLength(4);
  });

  it("tells trouble for one that begins well and goes on without end", async () => {
    const server = await startHostileServer((socket, request) => {
      if (request.length === 8) socket.write("N");
      else
        socket.write(
          Buffer.concat([Buffer.from("R\0\0\0\x08\0\0\0\0", "latin1"), Buffer.alloc(60_000, "S\0\0\0\x08a\0b\0")]),
        );
    });
    const told = await look(`127.0.0.1:${server.port}`, { user: "holdfast" }, { timeoutMs: 1500 });
    await server.stop();
    expect(Object.values(told).filter((it) => !("trouble" in it))).toEqual([]);
  });
});
