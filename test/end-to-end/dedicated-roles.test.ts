import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { postgresqlPrograms, startPostgresql } from "../bed/postgresql.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

describe.skipIf(postgresqlPrograms() === undefined)("a role of PostgreSQL", () => {
  it("that another system is connected with is told, and one's own is not", async () => {
    const server = await startPostgresql({ hba: ["host all all 127.0.0.1/32 scram-sha-256"] });
    onTestFinished(server.stop);
    server.sql("CREATE ROLE shop LOGIN PASSWORD 'of-the-shop'; CREATE ROLE billing LOGIN PASSWORD 'of-billing'");
    server.sql("CREATE ROLE holdfast LOGIN PASSWORD 'of-holdfast'; GRANT pg_read_all_stats TO holdfast");
    const at = { host: "127.0.0.1", port: server.port, database: "postgres" };
    const session = new pg.Client({ ...at, user: "shop", password: "of-the-shop" });
    await session.connect();
    onTestFinished(() => session.end());
    // This machine, from which the session comes, is a host of one system only.
    const checked = async (system: string) => {
      const estate = `estate: it
environments: { production: { kind: production } }
systems:
  shop: { environment: production, databases: [orders], hosts: [${system === "shop" ? "here" : ""}] }
  billing: { environment: production, databases: [orders], hosts: [${system === "billing" ? "here" : ""}] }
hosts: { here: {} }
databases:
  orders:
    { kind: postgresql, address: "127.0.0.1:${server.port}", name: postgres, user: holdfast, password: env:PG_PASSWORD,
      applications: { shop: { system: shop }, billing: { system: billing } } }
`;
      const args = ["check", written("holdfast.yaml", estate), "--only", "BCK-3", "--json", "--quiet"];
      const { stdout, stderr } = await holdfast(args, { env: { PG_PASSWORD: "of-holdfast" } });
      if (!stdout.startsWith("{")) throw new Error(stderr);
      const report = JSON.parse(stdout) as JsonReport;
      const of = (it: { readonly control: string | null }) => it.control === "dedicated-roles";
      return [report.findings.filter(of).map((it) => it.problem), report.unknowns.filter(of).map((it) => it.reason)];
    };
    expect(await checked("billing")).toEqual([
      ["shop of orders is used by billing (seen from 127.0.0.1) and shop (as declared)"],
      [],
    ]);
    expect(await checked("shop")).toEqual([[], []]);
  });
});
