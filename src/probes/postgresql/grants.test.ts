import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toldOfDatabase } from "../../../test/bed/database-subject.ts";
import { type Postgresql, postgresqlPrograms, startPostgresql } from "../../../test/bed/postgresql.ts";
import { holdfast } from "../../../test/end-to-end/holdfast.ts";
import postgresql from "./probe.ts";

describe.skipIf(postgresqlPrograms() === undefined)("the role that `holdfast grants postgresql` makes", () => {
  let server: Postgresql;
  beforeAll(async () => {
    server = await startPostgresql({ hba: ["local all holdfast trust", "host all all 127.0.0.1/32 trust"] });
    server.sql("CREATE DATABASE shop; CREATE ROLE app LOGIN");
    server.sql("CREATE TABLE orders (id int); INSERT INTO orders VALUES (1); GRANT SELECT ON orders TO app", "shop");
    server.sql((await holdfast(["grants", "postgresql"])).stdout, "shop");
  }, 60_000);
  afterAll(() => server?.stop());

  it("sees all that is asked for", async () => {
    const declared = {
      kind: "postgresql",
      address: `127.0.0.1:${server.port}`,
      name: "shop",
      user: "holdfast",
    } as const;
    const told = await toldOfDatabase(postgresql, declared);
    expect(told.facts("database-rules").rules).toHaveLength(3);
    expect(told.facts("database-sessions")).toMatchObject({ whole: true, unseen: [] });
    const roles = told.facts("database-roles");
    expect(roles.unseen).toEqual([]);
    expect(roles.roles.find((it) => it.name === "app")?.privileges).toEqual(["SELECT ON public.orders"]);
    expect(roles.roles.find((it) => it.name === "holdfast")).toMatchObject({ superuser: [], owns: [] });
  });

  it.each([
    "SELECT * FROM orders",
    "INSERT INTO orders VALUES (2)",
    "DELETE FROM orders",
    "CREATE TABLE public.more ()",
    "CREATE SCHEMA more",
    "CREATE ROLE more",
    "ALTER ROLE app SUPERUSER",
    "SELECT rolpassword FROM pg_authid",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
  ])("can't %s, even where it may write in a transaction", (statement) => {
    const before = server.sql("TABLE orders", "shop");
    const asHoldfast = () =>
      server.sql(
        `SET SESSION AUTHORIZATION holdfast;\nSET default_transaction_read_only = off;\n${statement};`,
        "shop",
      );
    expect(asHoldfast).toThrow(/permission denied|must be /);
    expect(server.sql("TABLE orders", "shop")).toBe(before);
  });

  it("is refused for products that nobody knows", async () => {
    const { code, stderr } = await holdfast(["grants", "constructor"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("postgresql") });
  });
});
