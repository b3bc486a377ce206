import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { toldOfDatabase } from "../../../test/bed/database-subject.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { type Mariadb, mariadbClient, startMariadb } from "../../../test/bed/mariadb.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { secretFile } from "../../../test/bed/secret-file.ts";
import { mariadbGrants } from "./grants.ts";
import mariadbProbe from "./probe.ts";

const asHoldfast = { kind: "mariadb", user: "holdfast", password: secretFile("only-for-this-test") } as const;

/** Runs what `holdfast grants mariadb` prints, and gives the account a password. */
async function addHoldfast(server: Mariadb): Promise<void> {
  const statements = mariadbGrants.replace(/^--.*$/gm, "").split(";");
  for (const statement of statements.map((it) => it.trim()).filter((it) => it !== "")) await server.run(statement);
  await server.run("ALTER USER holdfast@localhost IDENTIFIED BY 'only-for-this-test'");
}

describe.skipIf(!testbedHas("mariadbd"))("a server as its installer leaves it", () => {
  let server: Mariadb;
  beforeAll(async () => {
    server = await startMariadb();
    await addHoldfast(server);
    await server.run("CREATE USER shop@'%' IDENTIFIED BY 'another'");
    await server.run("GRANT SELECT, FILE ON *.* TO shop@'%'");
  });
  afterAll(() => server.stop());

  test("lets in nobody in particular, and root without a password", async () => {
    const told = await toldOfDatabase(mariadbProbe, { ...asHoldfast, address: `127.0.0.1:${server.port}` });
    expect(told.facts("database-access")).toMatchObject({
      ...{ product: "mariadb", version: expect.stringMatching(/^\d+\.\d+\.\d+-MariaDB/), local: true },
      tls: { offered: false },
      attempts: [
        { kind: "anonymous", user: "", tls: false, result: "accepted" },
        { kind: "default", user: "root", tls: false, result: "accepted" },
        { kind: "plaintext", user: "holdfast", tls: false, result: "authentication" },
      ],
    });
    const { roles, unseen } = told.facts("database-roles");
    expect(unseen).toEqual([]);
    const root = roles.find(({ name }) => name === "root@localhost");
    expect(root).toMatchObject({ canLogIn: true, password: "none" });
    expect(root?.superuser.map(({ by }) => by)).toContain("SUPER");
    expect(roles.find(({ name }) => name === "shop@%")).toMatchObject({
      password: "weak-hash",
      superuser: [{ by: "FILE: reads and writes files of the server", path: ["shop@%"] }],
      privileges: expect.arrayContaining(["SELECT ON *.*", "FILE ON *.*"]),
    });
    const places = told.facts("database-rules").rules.map(({ place }) => place);
    expect(places.indexOf("''@'localhost'")).toBeLessThan(places.indexOf("'shop'@'%'"));
    expect(told.facts("database-rules").rules.find(({ place }) => place === "'shop'@'%'")).toEqual({
      ...{ place: "'shop'@'%'", roles: ["shop@%"], databases: ["*"], from: ["any"], tls: "never" },
      ...{ method: "mysql_native_password", open: false },
    });
    expect(told.text).not.toMatch(/only-for-this-test|\*[0-9A-F]{40}/);
  });

  test("keeps the account of Holdfast from reading or writing anything else", async () => {
    await server.run("CREATE TABLE IF NOT EXISTS mysql.other (a INT)");
    await server.run("CREATE DATABASE IF NOT EXISTS shop");
    await server.run("CREATE TABLE IF NOT EXISTS shop.orders (a INT)");
    const client = await mariadbClient(server.socket, "holdfast", "only-for-this-test");
    onTestFinished(() => client.line.close());
    const tried = [
      "SELECT * FROM shop.orders",
      "INSERT INTO shop.orders VALUES (1)",
      "SELECT * FROM mysql.other",
      "UPDATE mysql.global_priv SET Priv = '{}' WHERE 1 = 0",
      "DELETE FROM mysql.db WHERE 1 = 0",
      "CREATE USER x@localhost",
      "CREATE DATABASE y",
      "SET GLOBAL init_connect = ''",
      "SELECT 1 INTO OUTFILE '/nonexistent/x'",
    ];
    for (const sql of tried)
      expect([sql, await client.query(sql)]).toEqual([sql, expect.objectContaining({ code: expect.any(Number) })]);
  });

  test("shows who is connected", async () => {
    const client = await mariadbClient(server.socket, "holdfast", "only-for-this-test");
    onTestFinished(() => client.line.close());
    const told = await toldOfDatabase(mariadbProbe, { ...asHoldfast, address: server.socket });
    const { sessions, whole } = told.facts("database-sessions");
    expect(whole).toBe(true);
    expect(sessions).toContainEqual({ role: "root", from: "local" });
    expect(sessions.filter(({ role }) => role === "holdfast")).toHaveLength(1);
  });

  test("says why nothing is told to a wrong password, nobody, or an account without rights", async () => {
    const address = `127.0.0.1:${server.port}`;
    const wrong = await toldOfDatabase(mariadbProbe, { ...asHoldfast, address, password: secretFile("wrong") });
    const nobody = await toldOfDatabase(mariadbProbe, { kind: "mariadb", address, tryDefaults: false });
    for (const kind of ["database-roles", "database-rules", "database-sessions"] as const) {
      expect(wrong.trouble(kind)).toMatchObject({ kind: "denied", message: expect.stringMatching(/refuses the user/) });
      expect(nobody.trouble(kind)).toMatchObject({ kind: "denied", wouldVerify: expect.stringMatching(/declare/) });
    }
    expect(nobody.facts("database-access").attempts.map(({ kind }) => kind)).toEqual(["anonymous"]);
    // By the socket, so that the anonymous account of loopback masks nothing.
    await server.run("CREATE OR REPLACE USER poor@localhost IDENTIFIED BY 'only-for-this-test'");
    const poor = await toldOfDatabase(mariadbProbe, { ...asHoldfast, user: "poor", address: server.socket });
    expect(poor.trouble("database-roles")).toMatchObject({
      kind: "denied",
      wouldVerify: expect.stringMatching(/GRANT SELECT/),
    });
    expect(poor.facts("database-sessions")).toMatchObject({
      whole: false,
      unseen: [{ wouldVerify: expect.any(String) }],
    });
  });
});

describe.skipIf(!testbedHas("mariadbd"))("a server with TLS and accounts of its own", () => {
  const leaf = makeLeaf({ key: "rsa-2048", names: ["IP:127.0.0.1"] });
  let server: Mariadb;
  beforeAll(async () => {
    server = await startMariadb({ tls: leaf, more: ["--plugin-load-add=auth_ed25519"] });
    await addHoldfast(server);
    await server.run("DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost')");
    await server.run("FLUSH PRIVILEGES");
    await server.run("ALTER USER root@localhost IDENTIFIED VIA unix_socket");
    await server.run("CREATE USER shop@'10.1.0.0/255.255.0.0' IDENTIFIED VIA ed25519 USING PASSWORD('x') REQUIRE SSL");
    await server.run("CREATE USER modern@localhost IDENTIFIED VIA ed25519 USING PASSWORD('only-for-this-test')");
    await server.run("GRANT SELECT ON test.* TO shop@'10.1.0.0/255.255.0.0'");
    await server.run("CREATE USER certified@'%' IDENTIFIED BY 'x' REQUIRE X509");
  });
  afterAll(() => server.stop());

  const address = () => ({ address: `127.0.0.1:${server.port}`, trust: leaf.authority });

  test("refuses whoever is not declared, and tells what the account may do", async () => {
    const told = await toldOfDatabase(mariadbProbe, { ...asHoldfast, ...address() });
    expect(told.facts("database-access")).toMatchObject({
      tls: { offered: true, version: expect.stringMatching(/^TLSv1/), trusted: true },
      attempts: [
        { kind: "anonymous", tls: true, result: "refused" },
        { kind: "default", user: "root", tls: true, result: "refused" },
        { kind: "plaintext", result: "authentication" },
      ],
    });
    const { roles } = told.facts("database-roles");
    expect(roles.find(({ name }) => name === "shop@10.1.0.0/255.255.0.0")).toMatchObject({
      ...{
        canLogIn: true,
        password: "strong-hash",
        superuser: [],
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
      privileges: expect.arrayContaining(["SELECT ON test.*"]),
    });
    expect(roles.find(({ name }) => name === "root@localhost")?.password).toBe("external");
    expect(told.facts("database-rules").rules.find(({ place }) => place.startsWith("'shop'"))).toMatchObject({
      ...{ from: ["10.1.0.0/16"], tls: "required", method: "ed25519", open: false },
    });
    expect(told.facts("database-rules").rules.find(({ place }) => place.startsWith("'certified'"))).toMatchObject({
      method: "mysql_native_password+clientcert",
    });
  });

  test("whose account demands TLS refuses it in clear text", async () => {
    await server.run("ALTER USER holdfast@localhost REQUIRE SSL");
    const told = await toldOfDatabase(mariadbProbe, { ...asHoldfast, ...address() });
    const plaintext = () => told.facts("database-access").attempts.find(({ kind }) => kind === "plaintext");
    expect(plaintext()).toMatchObject({ result: "refused", detail: "the server or the account demands TLS" });
    await expect(mariadbClient(`127.0.0.1:${server.port}`, "holdfast", "only-for-this-test")).rejects.toThrow("1045");
    await server.run("ALTER USER holdfast@localhost REQUIRE NONE");
    await server.run("SET GLOBAL require_secure_transport = ON");
    const demanded = await toldOfDatabase(mariadbProbe, { ...asHoldfast, ...address() });
    await server.run("SET GLOBAL require_secure_transport = OFF");
    expect(demanded.facts("database-access").attempts.find(({ kind }) => kind === "plaintext")).toMatchObject({
      result: "refused",
    });
    expect(demanded.facts("database-rules").rules.every(({ tls }) => tls === "required")).toBe(true);
  });

  test("with a method that is not spoken here is told so", async () => {
    const told = await toldOfDatabase(mariadbProbe, { ...asHoldfast, ...address(), user: "modern" });
    expect(told.trouble("database-roles")).toMatchObject({
      kind: "unsupported",
      message: expect.stringMatching(/ed25519/),
    });
  });
});

test.each(Object.keys(behaviours))("a server with %s is no MariaDB, and nothing is told of it", async (name) => {
  // As MariaDB itself, these servers speak first.
  const behave = behaviours[name] ?? expect.fail();
  const server = await startHostileServer(behave, { host: "127.0.0.1", port: 0 }, true);
  onTestFinished(() => server.stop());
  const context = probeContext({ timeoutMs: 400, maxBytes: 200_000 });
  const told = toldOfDatabase(mariadbProbe, { ...asHoldfast, address: `127.0.0.1:${server.port}` }, context);
  await expect(told).rejects.toMatchObject({
    trouble: { kind: expect.stringMatching(/^(?:unparsable|timeout|refused|budget)$/) },
  });
});
