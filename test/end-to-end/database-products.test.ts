import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { makeLeaf } from "../bed/certificates.ts";
import { behaviours, startHostileServer } from "../bed/hostile-server.ts";
import { type Mariadb, startMariadb } from "../bed/mariadb.ts";
import { testbedHas } from "../bed/program.ts";
import { startRedis } from "../bed/redis.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

async function checked(database: string, password: string | undefined = "of-holdfast"): Promise<JsonReport> {
  const estate = `estate: it
environments: { production: { kind: production } }
systems:
  shop: { environment: production, criticality: low, exposure: internal, databases: [db] }
databases: { db: { ${database} } }
`;
  const args = ["check", written("holdfast.yaml", estate), "--only", "BCK-1", "BCK-2", "--json", "--quiet"];
  const { stdout, stderr } = await holdfast(args, { env: { DB_PASSWORD: password } });
  if (!stdout.startsWith("{")) throw new Error(stderr);
  expect(stdout).not.toContain("of-holdfast");
  return JSON.parse(stdout) as JsonReport;
}
const ours = (it: { readonly control: string | null }) => it.control?.startsWith("database-") === true;
const found = (report: JsonReport) => [...new Set(report.findings.filter(ours).map((it) => it.control))].sort();
const open = (report: JsonReport) => [...new Set(report.unknowns.filter(ours).map((it) => it.control))].sort();
const credentials = "user: holdfast, password: env:DB_PASSWORD";
const inside = [
  ...["database-grants-declared", "database-role-unprivileged", "database-rules-ask-who", "database-rules-demand-tls"],
  "database-used-as-declared",
];

describe.skipIf(!testbedHas("redis-server"))("Redis through the command line", () => {
  const users = [
    "user default off",
    "user holdfast on >of-holdfast -@all +acl|list +config|get +client|list +info",
    "user app on >of-the-app resetchannels ~shop:* -@all +get +set",
  ];
  const applications = 'applications: { app: { privileges: ["+get +set ~shop:*"] } }';

  it("finds that an open one lets everybody be its administrator", async () => {
    const { port, stop } = await startRedis({ more: ["--protected-mode", "no"] });
    onTestFinished(stop);
    const report = await checked(`kind: redis, address: "127.0.0.1:${port}", applications: { default: {} }`);
    expect(found(report)).toEqual(
      expect.arrayContaining(["database-anonymous-refused", "database-role-unprivileged", "database-rules-ask-who"]),
    );
  });

  it("finds nothing wrong with a careful one, and leaves nothing open", async () => {
    const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
    const { port, stop } = await startRedis({ users, tls: leaf });
    onTestFinished(stop);
    const at = `kind: redis, address: "127.0.0.1:${port}", trust: ${leaf.authority}, ${applications}`;
    const report = await checked(`${at}, ${credentials}`);
    expect([found(report), open(report)]).toEqual([[], []]);
    for (const given of [await checked(at), await checked(`${at}, ${credentials}`, "wrong")]) {
      expect([found(given), open(given)]).toEqual([[], inside]);
      expect(given.requirements.map((it) => it.status)).not.toContain("verified");
    }
  });
});

describe.skipIf(!testbedHas("mariadbd"))("MariaDB through the command line", () => {
  const leaf = makeLeaf({ key: "rsa-2048", names: ["IP:127.0.0.1"] });
  let bad: Mariadb;
  let good: Mariadb;
  beforeAll(async () => {
    [bad, good] = await Promise.all([
      startMariadb(),
      startMariadb({ tls: leaf, more: ["--require-secure-transport=ON"] }),
    ]);
    const grants = (await holdfast(["grants", "mariadb"])).stdout.replace(/^--.*$/gm, "");
    for (const server of [bad, good]) {
      const all = [...grants.split(";"), "ALTER USER holdfast@localhost IDENTIFIED BY 'of-holdfast'"];
      for (const sql of all) if (sql.trim() !== "") await server.run(sql.trim());
      await server.run("CREATE DATABASE shop");
      await server.run("CREATE USER app@localhost IDENTIFIED BY 'of-the-app'");
      await server.run("GRANT SELECT, INSERT ON shop.* TO app@localhost");
      await server.run("DELETE FROM mysql.db WHERE User = 'PUBLIC'");
    }
    await bad.run("CREATE ROLE clerks");
    await bad.run("GRANT UPDATE ON mysql.* TO clerks");
    await bad.run("GRANT clerks TO app@localhost");
    await good.run("DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost')");
    for (const server of [bad, good]) await server.run("FLUSH PRIVILEGES");
    await good.run("ALTER USER root@localhost IDENTIFIED VIA unix_socket");
  });
  afterAll(() => Promise.all([bad?.stop(), good?.stop()]));
  const at = ({ port }: Mariadb) =>
    `kind: mariadb, address: "127.0.0.1:${port}", trust: ${leaf.authority}, administrators: [root@localhost], applications: { "app@localhost": { privileges: ["SELECT, INSERT ON shop.*"] } }`;

  it("finds what an installer leaves open, and an application that may change the accounts", async () => {
    const report = await checked(`${at(bad)}, ${credentials}`);
    expect(found(report)).toEqual([
      ...["database-anonymous-refused", "database-defaults-refused", "database-grants-declared"],
      ...["database-role-unprivileged", "database-rules-ask-who", "database-rules-demand-tls"],
    ]);
    expect(report.findings.map((it) => it.problem)).toContain(
      "app@localhost is as good as a superuser: UPDATE ON mysql.*, by way of app@localhost → clerks",
    );
  });

  it("finds nothing wrong with a careful one, and leaves nothing open", async () => {
    const report = await checked(`${at(good)}, ${credentials}`);
    expect([found(report), open(report)]).toEqual([[], []]);
  });

  it("verifies nothing of what it was kept from seeing", async () => {
    const wrong = await checked(`${at(good)}, ${credentials}`, "wrong");
    expect(open(wrong)).toEqual(expect.arrayContaining(inside));
    const none = await checked(at(good));
    expect(open(none)).toEqual(expect.arrayContaining(inside));
    for (const report of [wrong, none]) expect(report.requirements.map((it) => it.status)).not.toContain("verified");
  });
});

describe.each(["redis", "mariadb", "mysql"])("what poses as %s", (kind) => {
  it.each(["random bytes", "an early close", "an endless body"])("with %s is not verified", async (name) => {
    const server = await startHostileServer(behaviours[name] ?? expect.fail(), undefined, kind !== "redis");
    onTestFinished(() => server.stop());
    const report = await checked(`kind: ${kind}, address: "127.0.0.1:${server.port}", ${credentials}`);
    expect(found(report)).toEqual([]);
    expect(open(report)).toHaveLength(8);
    expect(report.requirements.map((it) => it.status)).not.toContain("verified");
  });
});
