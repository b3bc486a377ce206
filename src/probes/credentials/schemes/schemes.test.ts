import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mariadb, startMariadb } from "../../../../test/bed/mariadb.ts";
import { type Postgresql, postgresqlPrograms, startPostgresql } from "../../../../test/bed/postgresql.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import type { Scheme } from "../../credential-desk.ts";
import { verifierOf } from "../verifier.ts";
import { sha256Crypt } from "./sha256-crypt.ts";

const opens = async (scheme: Scheme, kept: string, password: string, account = "shop") =>
  verifierOf({ scheme, value: kept, account, subject: "database:db" })?.opens(password);

/** It opens with the password, and with nothing else. */
async function expectOnly(scheme: Scheme, kept: string, password: string, account = "shop") {
  expect([kept, await opens(scheme, kept, password, account)]).toEqual([kept, true]);
  for (const other of [`${password} `, password.slice(1), "", password.toUpperCase()])
    expect([kept, other, await opens(scheme, kept, other, account)]).toEqual([kept, other, other === password]);
}

const passwords = ["s3cret", "pässwörd Ⅸ", "x".repeat(70)];

describe.skipIf(postgresqlPrograms() === undefined)("what PostgreSQL keeps", () => {
  let server: Postgresql;
  beforeAll(async () => {
    server = await startPostgresql();
  });
  afterAll(() => server.stop());

  test.each(["scram-sha-256", "md5"])("by %s is opened by its password alone", async (method) => {
    for (const password of passwords) {
      server.sql(
        `SET password_encryption = '${method}'; DROP ROLE IF EXISTS shop; CREATE ROLE shop LOGIN PASSWORD '${password}'`,
      );
      const kept = server.sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'shop'").trim();
      await expectOnly("postgresql", kept, password);
    }
  });
});

describe.skipIf(!testbedHas("mariadbd"))("what MariaDB keeps", () => {
  let server: Mariadb;
  beforeAll(async () => {
    server = await startMariadb();
    await server.run("INSTALL SONAME 'auth_ed25519'");
  });
  afterAll(() => server.stop());

  test.each(["mysql_native_password", "ed25519"] as const)("by %s is opened by its password alone", async (scheme) => {
    for (const password of ["s3cret", "another one", "x".repeat(70)]) {
      await server.run(`CREATE OR REPLACE USER shop IDENTIFIED VIA ${scheme} USING PASSWORD('${password}')`);
      const [[kept] = []] = await server.run(
        "SELECT JSON_VALUE(Priv, '$.authentication_string') FROM mysql.global_priv WHERE User = 'shop'",
      );
      await expectOnly(scheme, kept ?? "", password);
    }
  });
});

test("the digest of SHA-256 crypt is crypt(3)'s own", () => {
  const salt = fc.stringMatching(/^[a-z0-9./]{1,16}$/);
  const password = fc.string({ minLength: 1, maxLength: 40 }).filter((it) => !it.includes("\0"));
  fc.assert(
    fc.property(password, salt, (text, grain) => {
      const hex = Buffer.from(text).toString("hex");
      const program = 'print crypt(pack("H*", $ARGV[0]), $ARGV[1])';
      const made = execFileSync("perl", ["-e", program, hex, `$5$rounds=1000$${grain}$`], { encoding: "utf8" });
      expect(made.split("$").at(-1)).toBe(sha256Crypt(Buffer.from(text), Buffer.from(grain), 1000));
    }),
    { numRuns: 60 },
  );
});

test("what MySQL 8 keeps, written after its format, is opened by its password alone", async () => {
  const salt = Buffer.from("01234567890123456789");
  const kept = `$A$005$${salt}${sha256Crypt(Buffer.from("s3cret"), salt, 5000)}`;
  await expectOnly("caching_sha2_password", kept, "s3cret");
});

test("what Redis, RabbitMQ and directories keep is opened by its password alone", async () => {
  const digest = (algorithm: string, text: string, salt = "") =>
    createHash(algorithm).update(text).update(salt, "latin1").digest();
  const salted = (algorithm: string, salt: string) =>
    Buffer.concat([digest(algorithm, "s3cret", salt), Buffer.from(salt, "latin1")]).toString("base64");
  await expectOnly("redis", digest("sha256", "s3cret").toString("hex"), "s3cret");
  const rabbit = createHash("sha256").update("salt").update("s3cret").digest();
  await expectOnly("rabbitmq", Buffer.concat([Buffer.from("salt"), rabbit]).toString("base64"), "s3cret");
  for (const [scheme, algorithm] of [
    ["{SSHA}", "sha1"],
    ["{ssha512}", "sha512"],
    ["{SMD5}", "md5"],
  ] as const)
    await expectOnly("ldap", `${scheme}${salted(algorithm, "\x01salt\xff")}`, "s3cret");
  await expectOnly("ldap", `{SHA}${salted("sha1", "")}`, "s3cret");
  await expectOnly("ldap", "{CLEARTEXT}s3cret", "s3cret");
  await expectOnly("ldap", "s3cret", "s3cret");
});

test("whatever is kept, reading it throws nothing and makes nothing slow", () => {
  const schemes = [
    "postgresql",
    "mysql_native_password",
    "caching_sha2_password",
    "ed25519",
    "redis",
    "rabbitmq",
    "ldap",
  ];
  const kept = fc.oneof(
    fc.string({ unit: "binary", maxLength: 100 }),
    fc.constant(`SCRAM-SHA-256$9999999:c2FsdA==$${"A".repeat(43)}=:${"A".repeat(43)}=`),
    fc.constant(`$A$FFF$${"s".repeat(20)}${"d".repeat(43)}`),
  );
  fc.assert(
    fc.property(fc.constantFrom(...(schemes as Scheme[])), kept, (scheme, value) => {
      const verifier = verifierOf({ scheme, value, account: "a", subject: "database:db" });
      // The whole time that comparing may take is given out by what one comparison says that it costs.
      if (value.startsWith("SCRAM")) expect(scheme === "postgresql" ? verifier : undefined).toBeUndefined();
      if (value.startsWith("$A$") && scheme === "caching_sha2_password") expect(verifier?.cost).toBeGreaterThan(1000);
    }),
  );
});
