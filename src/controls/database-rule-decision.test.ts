import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issue, makeAuthority, serverExtensions } from "../../test/bed/authority.ts";
import { toldOfDatabase } from "../../test/bed/database-subject.ts";
import { type Postgresql, postgresqlPrograms, startPostgresql } from "../../test/bed/postgresql.ts";
import { databaseAddress } from "../probes/database/address.ts";
import { attempt } from "../probes/postgresql/attempt.ts";
import postgresql from "../probes/postgresql/probe.ts";
import { decides } from "./database-open-doors.ts";
import { deciding } from "./database-rule-decision.ts";

const users = ["alice", "bob", "carol"];
const line = fc.record({
  type: fc.constantFrom("host", "host", "hostssl", "hostnossl"),
  database: fc.constantFrom("all", "shop", "sameuser", "replication", "shop,alice", "postgres"),
  user: fc.constantFrom("all", "alice", "bob", "+staff", "alice,+staff", "postgres"),
  address: fc.constantFrom(
    ...["127.0.0.1/32", "127.0.0.0/8", "0.0.0.0/0", "::/0", "all", "samehost", "samenet", "10.0.0.0/8"],
    ...["127.0.0.1 255.255.255.255", "128.0.0.0/1", "::ffff:127.0.0.1/128"],
  ),
  method: fc.constantFrom("trust", "reject", "scram-sha-256", "md5"),
});
const textOf = (it: typeof line extends fc.Arbitrary<infer T> ? T : never) =>
  `${it.type} ${it.database} ${it.user} ${it.address} ${it.method}`;

describe.skipIf(postgresqlPrograms() === undefined)("which rule decides", () => {
  let server: Postgresql;
  beforeAll(async () => {
    const certificate = issue(
      { name: "db", extensions: serverExtensions(["IP:127.0.0.1"]) },
      makeAuthority("Authority"),
    );
    server = await startPostgresql({ hba: [], certificate });
    // md5 asks for SCRAM of who has only that; a password for each makes the methods tell themselves apart.
    server.sql(
      `CREATE ROLE staff; CREATE ROLE reader SUPERUSER LOGIN; ${users.map((it) => `CREATE ROLE ${it} LOGIN PASSWORD 'x'`).join(";")}; GRANT staff TO bob`,
    );
    for (const it of ["shop", "alice"]) server.sql(`CREATE DATABASE ${it}`);
  }, 60_000);
  afterAll(() => server?.stop());

  async function rulesNow() {
    const socket = `${server.folder}/.s.PGSQL.${server.port}`;
    const declared = {
      kind: "postgresql",
      address: socket,
      name: "postgres",
      user: "reader",
      tryDefaults: false,
    } as const;
    return (await toldOfDatabase(postgresql, declared)).facts("database-rules").rules;
  }

  it("agrees with what the server does, login by login, for generated files", { timeout: 120_000 }, async () => {
    const seen = new Set<string>();
    const address = databaseAddress(`127.0.0.1:${server.port}`, 5432);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 5 }), async (lines) => {
        server.rules(["local all reader trust", ...lines.map(textOf)]);
        const rules = await rulesNow();
        for (const user of users)
          for (const database of ["shop", "alice"])
            for (const tls of [true, false]) {
              const { rules: possible, sure } = deciding(rules, { role: user, database, from: "127.0.0.1", tls });
              expect(sure).toBe(true);
              const method = possible[0]?.method ?? "none";
              const limits = { timeoutMs: 10_000, maxBytes: 100_000, signal: new AbortController().signal };
              const { result } = await attempt(address, { user, database, tls }, limits);
              const expected =
                method === "trust" ? "accepted" : /reject|none/.test(method) ? "refused" : "authentication";
              seen.add(expected);
              expect({ user, database, tls, result }, lines.map(textOf).join("\n")).toEqual({
                user,
                database,
                tls,
                result: expected,
              });
            }
      }),
      {
        numRuns: 25,
        examples: [[[{ type: "host", database: "all", user: "all", address: "::/0", method: "trust" }]]],
      },
    );
    expect([...seen].sort()).toEqual(["accepted", "authentication", "refused"]);
  });
});

describe("whether a rule comes to decide", () => {
  const rule = (it: Partial<Parameters<typeof deciding>[0][number]>) => ({
    ...{
      place: "1",
      roles: ["all"],
      databases: ["all"],
      from: ["any"],
      tls: "either" as const,
      method: "trust",
      open: true,
    },
    ...it,
  });
  const refusing = { method: "reject", open: false };

  it.each([
    ["alone", [rule({})], "yes"],
    ["after one for all", [rule(refusing), rule({})], "no"],
    ["after one for IPv4", [rule({ ...refusing, from: ["0.0.0.0/0"] }), rule({})], "yes"],
    [
      "after both halves",
      [
        rule({ ...refusing, from: ["0.0.0.0/1"] }),
        rule({ ...refusing, from: ["128.0.0.0/1"] }),
        rule({ from: ["0.0.0.0/0"] }),
      ],
      "no",
    ],
    [
      "after halves with a hole",
      [
        rule({ ...refusing, from: ["10.0.0.0/9"] }),
        rule({ ...refusing, from: ["10.128.0.0/10"] }),
        rule({ from: ["10.0.0.0/8"] }),
      ],
      "yes",
    ],
    ["after all of IPv6", [rule({ ...refusing, from: ["::/0"] }), rule({ from: ["0.0.0.0/0"] })], "yes"],
    ["after one with TLS", [rule({ ...refusing, tls: "required" }), rule({})], "yes"],
    ["after both kinds", [rule({ ...refusing, tls: "required" }), rule({ ...refusing, tls: "never" }), rule({})], "no"],
    ["after one for its role", [rule({ ...refusing, roles: ["app"] }), rule({ roles: ["app"] })], "no"],
    ["after one for some roles", [rule({ ...refusing, roles: ["app"] }), rule({})], "yes"],
    [
      "after a name of hosts",
      [rule({ ...refusing, from: ["db.example.com"] }), rule({ from: ["192.0.2.0/24"] })],
      "maybe",
    ],
    ["on the socket after the network", [rule(refusing), rule({ from: ["local"] })], "yes"],
    ["for nobody", [rule({ roles: [] })], "no"],
    ["for copies after all databases", [rule(refusing), rule({ databases: ["replication"] })], "yes"],
  ] as const)("%s", (_, rules, expected) => {
    expect(decides(rules, rules.at(-1) ?? rule({}))).toBe(expected);
  });
});
