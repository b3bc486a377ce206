import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { people, reader, startPeopleDirectory } from "../../../test/bed/people-directory.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { rosterTold } from "../../../test/bed/roster-told.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { sshKey } from "../../../test/bed/ssh-host.ts";
import { ldapRosterSchema } from "../../estate/schema.ts";
import { fingerprint, ldapPerson } from "./ldap-person.ts";

function passwordFile(password = reader.password): string {
  const file = join(runFolder("password"), "password");
  writeFileSync(file, password, { mode: 0o600 });
  return `file:${file}`;
}

describe.skipIf(!testbedHas("slapd") || !testbedHas("ssh-keygen"))("a directory", () => {
  const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
  const key = sshKey("roster");
  const many = Object.fromEntries(Array.from({ length: 450 }, (_, at) => [`person${at}`, {}]));
  let server: Awaited<ReturnType<typeof startPeopleDirectory>>;
  beforeAll(async () => {
    const ann = { sshPublicKey: readFileSync(`${key}.pub`, "utf8").trim(), employeeType: "operator" };
    server = await startPeopleDirectory({
      tls: leaf,
      people: {
        ...many,
        ann,
        bob: { pwdAccountLockedTime: "000001010000Z" },
        carl: { pwdAccountLockedTime: "20261127100000Z" },
        dora: { nsAccountLock: "TRUE" },
        emil: { userAccountControl: "514" },
        fred: { shadowExpire: "20000" },
        gina: { shadowExpire: "40000", employeeType: "sabbatical" },
        hugo: { employeeType: "Terminated" },
      },
    });
  });
  afterAll(() => server?.stop());
  const declared = (more: object = {}) => ({
    roster: {
      ldap: {
        ...{ url: `ldap://127.0.0.1:${server.port}`, base: people, bind: reader.dn, password: passwordFile() },
        ...{ left: { attribute: "employeeType", values: ["terminated"] } },
        ...{ leave: { attribute: "employeeType", values: ["sabbatical"] } },
        ...more,
      },
    },
  });

  it("tells everybody in it, page by page, and who left by which attribute", async () => {
    const told = await rosterTold(declared());
    expect(told.people).toHaveLength(458);
    expect(told.unseen).toEqual([]);
    const left = told.people
      .filter((it) => it.status !== "active")
      .map((it) => [it.id, it.status, it.statusBy, it.left]);
    expect(left.sort()).toEqual([
      ["bob", "left", "pwdAccountLockedTime", undefined],
      ["dora", "left", "nsAccountLock", undefined],
      ["emil", "left", "userAccountControl", undefined],
      ["fred", "left", "shadowExpire", "2024-10-04"],
      ["gina", "leave", "employeeType", undefined],
      ["hugo", "left", "employeeType", undefined],
    ]);
    const [, hash = ""] =
      /(SHA256:\S+)/.exec(execFileSync("ssh-keygen", ["-lf", `${key}.pub`], { encoding: "utf8" })) ?? [];
    expect(told.people.find((it) => it.id === "ann")).toEqual({
      ...{ id: "ann", fullName: "Person ann", email: "ann@example.com", status: "active", statusBy: "the directory" },
      ...{ roles: ["operator"], accounts: ["ann"], keys: [hash] },
    });
  });

  it("is united with the estate file, where the gravest status counts", async () => {
    const told = await rosterTold({
      ...declared(),
      people: { ann: { status: "left", left: "2026-11-01", accounts: ["root"] }, bobby: { email: "BOB@example.com" } },
    });
    expect(told.people.find((it) => it.id === "ann")).toMatchObject({
      ...{ status: "left", statusBy: "the estate file", left: "2026-11-01", accounts: ["root", "ann"] },
    });
    expect(told.people.find((it) => it.id === "bobby")).toMatchObject({ status: "left", accounts: ["bob"] });
    expect(told.people.filter((it) => it.id === "bob")).toEqual([]);
  });

  it("is asked over TLS from the start, and by StartTLS, only where its certificate verifies", async () => {
    const ldaps = `ldaps://127.0.0.1:${server.tlsPort}`;
    for (const way of [
      { url: ldaps, trust: leaf.authority },
      { startTls: true, trust: leaf.authority },
    ])
      expect((await rosterTold(declared(way))).people).toHaveLength(458);
    for (const way of [{ url: ldaps }, { startTls: true }]) {
      const told = await rosterTold(declared(way));
      expect([told.people, told.unseen.map((it) => it.reason)]).toEqual([
        [],
        [expect.stringMatching(/^the directory: denied: .*certificate that does not verify/)],
      ]);
    }
  });

  it("is not asked at all in clear text over a network", async () => {
    const told = await rosterTold(declared({ url: "ldap://directory.example.com" }));
    expect(told.unseen[0]?.reason).toMatch(/^the directory: denied: directory.example.com was not asked/);
  });

  it("that refuses the password, or has no such base or entries, makes a roster that isn't whole", async () => {
    const reasons = async (more: object) => (await rosterTold(declared(more))).unseen.map((it) => it.reason).join();
    expect(await reasons({ password: passwordFile("wrong") })).toMatch(/denied: .*InvalidCredentials/);
    expect(await reasons({ base: "ou=none,dc=example,dc=com" })).toContain("has no ou=none,dc=example,dc=com");
    expect(await reasons({ filter: "(uid=nobody)" })).toContain(
      "no entry under ou=people,dc=example,dc=com fits (uid=nobody)",
    );
    expect(await reasons({ bind: undefined })).toMatch(/the directory: /);
  });

  it("that shows nobody's leaving says so, unless leavers are removed", async () => {
    const only = { filter: "(uid=person1)", left: undefined };
    expect((await rosterTold(declared(only))).unseen.map((it) => it.reason)).toEqual([
      expect.stringContaining("no entry shows by any attribute whether somebody left"),
    ]);
    expect((await rosterTold(declared({ ...only, leaversRemoved: true }))).unseen).toEqual([]);
  });

  it("that says more than fits is left, with the reason", async () => {
    const told = await rosterTold(declared(), probeContext({ maxBytes: 10_000 }));
    expect(told.unseen[0]?.reason).toMatch(/budget: .* says too much/);
  });

  it("that gives only part of its people makes a roster that isn't whole", async () => {
    const small = await startPeopleDirectory({
      people: many,
      more: "sizelimit size.hard=10 size.soft=10 size.prtotal=10",
    });
    onTestFinished(small.stop);
    const told = await rosterTold(declared({ url: `ldap://127.0.0.1:${small.port}` }));
    expect(told.unseen[0]?.reason).toMatch(/the directory: .*(SizeLimit|AdminLimit)/);
  });
});

describe("what poses as a directory", () => {
  it.each(Object.keys(behaviours))("with %s tells nobody, and says why", async (name) => {
    const server = await startHostileServer(behaviours[name] ?? expect.fail());
    onTestFinished(() => server.stop());
    const ldap = { url: `ldap://127.0.0.1:${server.port}`, base: people };
    const told = await rosterTold({ roster: { ldap } }, probeContext({ timeoutMs: 2000, maxBytes: 100_000 }));
    expect(told.people).toEqual([]);
    expect(told.unseen.map((it) => it.reason)).toEqual([expect.stringMatching(/^the directory: /)]);
  });
});

test("whatever an entry holds, a person comes of it or nothing", () => {
  const declared = ldapRosterSchema.parse({ url: "ldaps://directory.example.com", base: people });
  const names = ["uid", "mail", "sshpublickey", "pwdaccountlockedtime", "useraccountcontrol", "shadowexpire", "cn"];
  const entry = fc.dictionary(fc.constantFrom(...names), fc.array(fc.string({ unit: "binary" }), { maxLength: 3 }));
  fc.assert(
    fc.property(entry, (values) => {
      const person = ldapPerson(new Map(Object.entries(values)), declared, new Date("2026-11-28T00:00:00Z"));
      expect(person === undefined).toBe((values["uid"]?.[0] ?? "") === "");
    }),
  );
});

test("keys with options and comments have the fingerprint of the key, and other text has none", () => {
  expect(fingerprint('from="192.0.2.1" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 ann')).toEqual(
    fingerprint("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"),
  );
  expect(fingerprint("no key")).toEqual([]);
});
