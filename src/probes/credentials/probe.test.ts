import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { probeContext } from "../../../test/bed/observe.ts";
import { estateSchema } from "../../estate/schema.ts";
import { localTransport } from "../../transports/local.ts";
import { CredentialDesk } from "../credential-desk.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext } from "../probe.ts";
import probe from "./probe.ts";

const env = { place: "/srv/shop/.env", name: "DB_PASSWORD", kind: "password" };
const crypt = (password: string, salt: string) =>
  execFileSync("perl", ["-e", "print crypt($ARGV[0], $ARGV[1])", password, salt], { encoding: "utf8" });

async function told(desk: CredentialDesk, more: Partial<ProbeContext> = {}) {
  const estate = estateSchema.parse({ estate: "shop" });
  const subject = { id: "estate:shop", kind: "estate", name: "shop", systems: [], declared: estate } as const;
  const context = { ...probeContext(), transport: localTransport(), desk, ...more };
  const [it] = await probe.observe(subject as unknown as Parameters<typeof probe.observe>[0], context);
  if (it === undefined || !("facts" in it)) throw new Error("nothing was told");
  return it.facts as FactsOf<"credential-matches">;
}

test("tells which place holds the password of which account, and no password", async () => {
  const desk = new CredentialDesk();
  const [host, database] = [desk.of("host:web"), desk.of("database:cache")];
  host.found("s3cret-of-shop", env);
  host.found("something else", { ...env, name: "OTHER" });
  database.kept(createHash("sha256").update("s3cret-of-shop").digest("hex"), { scheme: "redis", account: "shop" });
  database.kept(createHash("sha256").update("unknown").digest("hex"), { scheme: "redis", account: "admin" });
  const facts = await told(desk);
  expect(facts).toEqual({
    matches: [
      {
        lies: { subject: "host:web", place: "/srv/shop/.env", name: "DB_PASSWORD" },
        opens: { subject: "database:cache", account: "shop" },
      },
    ],
    compared: { secrets: 2, accounts: 2 },
    unseen: [],
  });
  expect(JSON.stringify(facts)).not.toContain("s3cret");
});

test.each([
  ["yescrypt", "$y$j9T$saltsaltsaltsalt$"],
  ["bcrypt", "$2b$05$abcdefghijklmnopqrstuu"],
  ["SHA-512", "$6$saltsalt$"],
  ["MD5", "$1$saltsalt$"],
])("asks the C library for %s", async (_, salt) => {
  const desk = new CredentialDesk();
  desk.of("host:web").found("s3cret", env);
  desk.of("host:web").found("s3cret'; $(touch /tmp/never) `x`", { ...env, name: "ODD" });
  desk.of("database:people").kept(`{CRYPT}${crypt("s3cret", salt)}`, { scheme: "ldap", account: "uid=ann" });
  const facts = await told(desk);
  expect(facts.matches.map((it) => [it.lies.name, it.opens.account])).toEqual([["DB_PASSWORD", "uid=ann"]]);
  expect(facts.unseen).toEqual([]);
});

test("says what could not be compared", async () => {
  const desk = new CredentialDesk();
  const [host, database] = [desk.of("host:web"), desk.of("database:cache")];
  host.found("s3cret", env);
  host.found("x".repeat(300), env);
  database.kept("of a kind to come", { scheme: "postgresql", account: "shop" });
  database.kept("$6$saltsalt$nothing", { scheme: "crypt", account: "ann" });
  const broken = {
    vantage: "local",
    run: async () => ({ kind: "denied", message: "no shell", wouldVerify: "let it" }) as const,
  };
  const facts = await told(desk, { transport: broken });
  expect(facts.matches).toEqual([]);
  const reasons = facts.unseen.map((it) => it.reason).join("\n");
  for (const part of ["too long", "no shell", "how database:cache keeps the password of shop"])
    expect(reasons).toContain(part);
});

test("compares no more than it has time for, and tells how much was left", async () => {
  const desk = new CredentialDesk();
  const [host, database] = [desk.of("host:web"), desk.of("database:cache")];
  for (let i = 0; i < 1000; i += 1) host.found(`secret ${i}`, env);
  const slow = `SCRAM-SHA-256$200000:c2FsdA==$${"A".repeat(43)}=:${"A".repeat(43)}=`;
  for (let i = 0; i < 3; i += 1) database.kept(slow, { scheme: "postgresql", account: `role${i}` });
  const { unseen } = await told(desk, { signal: AbortSignal.abort() });
  expect(unseen.map((it) => it.reason)).toEqual([
    "3000 comparisons of a secret with an account's password were too many",
  ]);
});
