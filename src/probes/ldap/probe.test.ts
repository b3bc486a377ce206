import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { toldOfDatabase } from "../../../test/bed/database-subject.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { secretFile } from "../../../test/bed/secret-file.ts";
import { prepareSlapd, type Slapd, slapdAllows, startSlapd } from "../../../test/bed/slapd.ts";
import { ldapGrants } from "./grants.ts";
import ldap from "./probe.ts";
import { passwordKept } from "./roles.ts";

const base = "dc=example,dc=com";
const holdfast = `cn=holdfast,${base}`;
const password = secretFile("only-for-this-test");
const inside = ["database-roles", "database-rules", "database-sessions"] as const;

/** What slappasswd makes of the tests' passwords. */
const hashed = "{SSHA}1sw2qvb1L1dAtHMTlfm1HMS0a10bjNHh";
const person = (name: string, kept: string) =>
  `dn: uid=${name},${base}\nobjectClass: inetOrgPerson\nuid: ${name}\ncn: ${name}\nsn: Example\nuserPassword: ${kept}\n`;
const group = `dn: cn=operators,${base}\nobjectClass: groupOfNames\ncn: operators\nmember: uid=ada,${base}\n`;
const people = [person("ada", "{CLEARTEXT}another"), person("bob", hashed), group].join("\n");
/** What `holdfast grants ldap` prints: the entry, and the changes to the configuration. */
const grants = ldapGrants.replace(/^#.*$/gm, "").replace("{SSHA}HASH", "only-for-this-test").trim().split(/\n\n+/);
const ownEntry = `${(grants[0] ?? "").replace("changetype: add\n", "")}\n`;
const changes = `${grants[1]}\n`;

test.each([
  ["{SSHA}x", "weak-hash"],
  ["{MD5}x", "weak-hash"],
  ["{CRYPT}$6$a$b", "strong-hash"],
  ["{CRYPT}ab", "weak-hash"],
  ["{ARGON2}$argon2id$", "strong-hash"],
  ["{SASL}ada@example.com", "external"],
  ["{CLEARTEXT}x", "plaintext"],
  ["secret", "plaintext"],
] as const)("a password written %s is kept as %s", (value, kept) => {
  expect(passwordKept(value)).toBe(kept);
});

describe.skipIf(!testbedHas("slapd"))("a directory that lets everybody read", () => {
  let server: Slapd;
  beforeAll(async () => {
    server = await startSlapd({
      entries: `${people}\n${ownEntry}`,
      changes,
      server: ["olcAllows: bind_anon_cred bind_anon_dn"],
      database: [
        ...[`olcRootDN: cn=admin,${base}`, "olcRootPW: admin"],
        `olcAccess: to attrs=userPassword by group.exact="cn=operators,${base}" write by * read`,
        "olcAccess: to * by * read",
      ],
    });
  });
  afterAll(() => server?.stop());

  test("shows passwords to nobody in particular, and lets in its administrator by a password that everybody knows", async () => {
    const told = await toldOfDatabase(ldap, {
      kind: "ldap",
      address: `127.0.0.1:${server.port}`,
      user: holdfast,
      password,
    });
    expect(told.facts("database-access")).toEqual({
      ...{ product: "ldap", address: `127.0.0.1:${server.port}`, local: true, tls: { offered: false }, unseen: [] },
      attempts: [
        { kind: "anonymous", user: "", by: "a search for entries", tls: false, result: "accepted" },
        { kind: "anonymous", user: "", by: "a search for userPassword", tls: false, result: "accepted" },
        { kind: "anonymous", user: holdfast, by: "a bind without a password", tls: false, result: "accepted" },
        { kind: "default", user: `cn=admin,${base}`, tls: false, result: "accepted" },
        expect.objectContaining({ kind: "default", user: `cn=Manager,${base}`, result: "refused" }),
        { kind: "plaintext", user: holdfast, tls: false, result: "authentication", method: "simple" },
      ],
    });
    const { roles, unseen } = told.facts("database-roles");
    expect(unseen).toEqual([]);
    expect(roles.find(({ name }) => name === `uid=ada,${base}`)).toMatchObject({
      ...{ canLogIn: true, password: "plaintext", fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) },
      superuser: [{ by: expect.stringContaining("sets the passwords of others"), path: [`uid=ada,${base}`] }],
    });
    expect(roles.find(({ name }) => name === `uid=bob,${base}`)).toMatchObject({
      password: "weak-hash",
      superuser: [],
    });
    // It has no entry, and its password is not shown.
    expect(roles.find(({ name }) => name === `cn=admin,${base}`)?.superuser).toContainEqual({
      by: `olcRootDN of ${base}: no rule binds it`,
      path: [`cn=admin,${base}`],
    });
    const open = told.facts("database-rules").rules.filter((it) => it.open);
    expect(open.map(({ place, roles: who, tls }) => [place, who, tls])).toEqual([
      [`{1}to * of ${base}`, ["anonymous"], "never"],
      [`{0}to attrs=userPassword of ${base}`, ["anonymous"], "never"],
    ]);
    expect(told.facts("database-sessions").sessions).toContainEqual({
      ...{ role: holdfast, from: "127.0.0.1", since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
    });
    expect(told.text).not.toMatch(/only-for-this-test|another|1sw2qvb1/);
  });

  test("says why nothing is told to a wrong password, or to nobody", async () => {
    const at = { kind: "ldap", address: `127.0.0.1:${server.port}` } as const;
    const wrong = await toldOfDatabase(ldap, { ...at, user: holdfast, password: secretFile("wrong") });
    const nobody = await toldOfDatabase(ldap, { ...at, user: holdfast, tryDefaults: false });
    for (const kind of inside) {
      expect(wrong.trouble(kind)).toMatchObject({ kind: "denied", message: expect.stringContaining("refuses") });
      expect(nobody.trouble(kind)).toMatchObject({ kind: "denied", wouldVerify: expect.stringContaining("declare") });
    }
    expect(nobody.facts("database-access").attempts.map(({ kind }) => kind)).not.toContain("default");
    const bySocket = await toldOfDatabase(ldap, { ...at, address: server.socket, user: `uid=bob,${base}`, password });
    expect(bySocket.facts("database-access")).toMatchObject({ local: true, address: server.socket });
  });
});

describe.skipIf(!testbedHas("slapd"))("a directory that asks everybody who they are, by TLS", () => {
  const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
  let server: Slapd;
  const database = [
    `olcRootDN: cn=root-of-it,${base}`,
    `olcRootPW: ${hashed}`,
    `olcAccess: to attrs=userPassword by self write by anonymous auth by * none`,
    "olcAccess: to * by users read by * none",
    "olcSecurity: tls=1",
  ];
  beforeAll(async () => {
    server = await startSlapd({ entries: `${people}\n${ownEntry}`, changes, database, tls: leaf });
  });
  afterAll(() => server?.stop());

  test.each(["port", "tlsPort"] as const)("refuses whoever is not declared, at its %s", async (door) => {
    const address = `127.0.0.1:${server[door]}`;
    const told = await toldOfDatabase(ldap, { kind: "ldap", address, trust: leaf.authority, user: holdfast, password });
    const access = told.facts("database-access");
    expect(access.tls).toEqual({ offered: true, version: "TLSv1.3", trusted: true });
    expect(access.attempts.map(({ result }) => result)).toEqual(Array.from({ length: 6 }, () => "refused"));
    expect(access.attempts.filter(({ tls }) => !tls).map(({ kind, detail }) => [kind, detail])).toEqual([
      ["plaintext", door === "port" ? "it demands TLS first" : "the port speaks TLS only"],
    ]);
    const { roles, unseen } = told.facts("database-roles");
    expect(unseen.map(({ reason }) => reason)).toEqual(["how passwords are kept isn't shown to this account"]);
    expect(roles.find(({ name }) => name === `uid=ada,${base}`)).toMatchObject({
      ...{ canLogIn: true, superuser: [] },
      privileges: [`read by {1}to * of ${base}`],
    });
    expect(told.facts("database-rules")).toMatchObject({
      rules: expect.arrayContaining([
        expect.objectContaining({ place: `binds to ${base}`, tls: "required", open: false }),
      ]),
    });
    expect(told.facts("database-rules").rules.filter((it) => it.open)).toEqual([]);
  });

  test("lets the entry of `holdfast grants ldap` read the configuration, and write nothing", () => {
    const { config } = prepareSlapd({ entries: `${people}\n${ownEntry}`, changes, database });
    const may = (entry: string, ...asked: readonly string[]) => slapdAllows(config, holdfast, entry, asked);
    expect(may("olcDatabase={1}mdb,cn=config", "olcAccess/read", "olcAccess/write", "olcRootPW/read")).toEqual([
      "olcAccess/read",
    ]);
    expect(may(`uid=ada,${base}`, "userPassword/read", "userPassword/write", "entry/write", "sn/write")).toEqual([]);
    expect(may(base, "children/write", "entry/write")).toEqual([]);
  });
});

test.each(Object.keys(behaviours))("a server with %s is no directory, and nothing is told of it", async (name) => {
  const server = await startHostileServer(behaviours[name] ?? expect.fail());
  onTestFinished(() => server.stop());
  const context = probeContext({ timeoutMs: 400, maxBytes: 200_000 });
  const at = { kind: "ldap", address: `127.0.0.1:${server.port}`, user: holdfast, password } as const;
  await expect(toldOfDatabase(ldap, at, context)).rejects.toMatchObject({
    trouble: { kind: expect.stringMatching(/^(?:unparsable|timeout|refused|budget)$/) },
  });
});
