import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { makeLeaf } from "../bed/certificates.ts";
import { behaviours, startHostileServer } from "../bed/hostile-server.ts";
import { type Mariadb, startMariadb } from "../bed/mariadb.ts";
import { testbedHas } from "../bed/program.ts";
import { hasRabbitmq, startRabbitmq } from "../bed/rabbitmq.ts";
import { startRedis } from "../bed/redis.ts";
import { startSlapd } from "../bed/slapd.ts";
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

describe.each(["redis", "mariadb", "mysql", "rabbitmq", "ldap", "mongodb"])("what poses as %s", (kind) => {
  it.each(["random bytes", "an early close", "an endless body"])("with %s is not verified", async (name) => {
    const server = await startHostileServer(
      behaviours[name] ?? expect.fail(),
      undefined,
      kind === "mariadb" || kind === "mysql",
    );
    onTestFinished(() => server.stop());
    const report = await checked(`kind: ${kind}, address: "127.0.0.1:${server.port}", ${credentials}`);
    expect(found(report)).toEqual([]);
    expect(open(report)).toHaveLength(8);
    expect(report.requirements.map((it) => it.status)).not.toContain("verified");
  });
});

describe.skipIf(!hasRabbitmq())("RabbitMQ through the command line", () => {
  it("finds a shared virtual host, and guest", async () => {
    const bad = await startRabbitmq();
    onTestFinished(bad.stop);
    for (const it of ["app", "other"]) {
      await bad.put(`users/${it}`, { password: "of-the-app", tags: "" });
      await bad.put(`permissions/%2F/${it}`, { configure: ".*", write: ".*", read: ".*" });
    }
    await bad.put("users/holdfast", { password: "of-holdfast", tags: "administrator" });
    const report = await checked(
      `kind: rabbitmq, address: "127.0.0.1:${bad.port}", management: "${bad.management}", applications: { app: {} }, ${credentials}`,
    );
    expect(found(report)).toEqual(
      expect.arrayContaining([
        ...["database-defaults-refused", "database-grants-declared", "database-role-unprivileged"],
      ]),
    );
  });

  it("finds nothing wrong with a careful one, and leaves nothing open", async () => {
    const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
    const own = { configure: "^app\\.", write: "^app\\.", read: "^app\\." };
    const good = await startRabbitmq({
      tls: leaf,
      administrator: "holdfast:of-holdfast",
      definitions: {
        users: [
          { name: "holdfast", password: "of-holdfast", tags: "administrator" },
          { name: "app", password: "of-the-app", tags: "" },
        ],
        vhosts: [{ name: "app" }],
        permissions: [{ user: "app", vhost: "app", ...own }],
      },
    });
    onTestFinished(good.stop);
    const privileges = Object.entries(own).map(([verb, pattern]) => `${verb} ${pattern} in app`);
    const at = `kind: rabbitmq, address: "127.0.0.1:${good.port}", management: "${good.management}", trust: ${leaf.authority}, applications: { app: { privileges: ${JSON.stringify(privileges)} } }`;
    const report = await checked(`${at}, ${credentials}`);
    expect([found(report), open(report).filter((it) => it !== "database-used-as-declared")]).toEqual([[], []]);
    const wrong = await checked(`${at}, ${credentials}`, "wrong");
    expect(open(wrong)).toEqual(expect.arrayContaining(inside));
    expect(wrong.requirements.map((it) => it.status)).not.toContain("verified");
  });
});

describe.skipIf(!testbedHas("slapd"))("OpenLDAP through the command line", () => {
  const base = "dc=example,dc=com";
  const entry = (name: string, password: string) =>
    `dn: cn=${name},${base}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: ${name}\nuserPassword: ${password}\n`;
  const entries = [entry("holdfast", "of-holdfast"), entry("app", "of-the-app")].join("\n");
  const changes = `dn: olcDatabase={0}config,cn=config\nchangetype: modify\nadd: olcAccess\nolcAccess: to dn.subtree="cn=config" by dn.exact="cn=holdfast,${base}" read by * none\n`;
  const at = (port: number, trust = "") =>
    `kind: ldap, address: "127.0.0.1:${port}", ${trust} user: "cn=holdfast,${base}", password: env:DB_PASSWORD, applications: { "cn=app,${base}": {} }`;

  it("finds what everybody reads, and an application that sets everybody's password", async () => {
    const writing = `olcAccess: to attrs=userPassword by dn.exact="cn=app,${base}" write by * read`;
    const database = [`olcRootDN: cn=admin,${base}`, "olcRootPW: admin", writing, "olcAccess: to * by * read"];
    const server = await startSlapd({ entries, changes, database });
    onTestFinished(server.stop);
    expect(found(await checked(at(server.port)))).toEqual([
      ...["database-anonymous-refused", "database-defaults-refused", "database-grants-declared"],
      ...["database-role-unprivileged", "database-rules-ask-who", "database-rules-demand-tls"],
    ]);
  });

  it("finds nothing wrong with a careful one, and leaves open what its role may not see", async () => {
    const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
    const rules = ["olcAccess: to attrs=userPassword by self write by anonymous auth by * none"];
    const database = [...rules, "olcAccess: to * by users read by * none", "olcSecurity: tls=1"];
    const server = await startSlapd({ entries, changes, database, tls: leaf });
    onTestFinished(server.stop);
    const report = await checked(at(server.port, `trust: ${leaf.authority},`));
    expect(found(report)).toEqual([]);
    expect(open(report)).toEqual(expect.arrayContaining(["database-role-unprivileged"]));
    expect(open(report)).not.toEqual(expect.arrayContaining(["database-anonymous-refused"]));
  });
});
