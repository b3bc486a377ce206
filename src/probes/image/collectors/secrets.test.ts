import { execFileSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collectEntries, collectFolder, type MadeEntry } from "../../../../test/bed/image-of-folder.ts";
import { requireProgram } from "../../../../test/bed/program.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { imageSecretsSchema } from "../facts.ts";
import type { ImageConfiguration } from "./collector.ts";
import { secrets } from "./secrets.ts";

const pem = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const github = `ghp_${"aB3dE6gH9".repeat(4)}`;
const facts = (made: readonly MadeEntry[], configuration: Partial<ImageConfiguration> = {}) =>
  collectEntries(secrets, made, configuration);
const told = (...made: readonly MadeEntry[]) => facts(made).found.map((it) => `${it.kind} ${it.name} ${it.place}`);

test.each([
  ["app/.env", "DB_PASSWORD=hunter2-is-it\n", "password DB_PASSWORD"],
  ["root/.npmrc", "//registry.example.com/:_authToken=abcdef123456\n", "token _authToken"],
  ["root/.docker/config.json", '{"auths":{"r.example.com":{"auth":"dXNlcjpwdw=="}}}', "token auth"],
  ["root/.git-credentials", "https://me:geheim77@git.example.com\n", "url-with-password url-with-password"],
  [
    "home/a/.aws/credentials",
    "[default]\naws_secret_access_key = wJalrXUtnFEMIabcdefgh\n",
    "secret aws_secret_access_key",
  ],
  ["srv/app/config.json", '{"db":{"host":"x","password":"hunter2-is-it"},"a":1}', "password password"],
  ["srv/app/settings.py", "DATABASE_PASSWORD = 'hunter2-is-it'\n", "password DATABASE_PASSWORD"],
  ["app/settings.py", 'SECRET_KEY = "k3y-of-the-shop-0815"\n', "secret SECRET_KEY"],
  ["etc/shop/tls.key", pem, "private-key private-key"],
  ["usr/lib/x/y.txt", `see\n${pem}`, "private-key private-key"],
  ["srv/gcp.json", JSON.stringify({ private_key: pem }), "private-key private-key"],
  ["usr/local/bin/deploy", `#!/bin/sh\ncurl -H "Authorization: token ${github}" x\n`, "github-token github-token"],
  ["opt/app/web.xml", "<a><password>geheim77</password></a>", "password password"],
  ["root/.bash_history", "export API_TOKEN=abcdef123456\n", "token API_TOKEN"],
])("%s holds a secret", (path, content, line) => {
  expect(told({ path, content })).toEqual([`${line} /${path}`]);
});

test.each([
  ["usr/share/doc/x/key.pem", pem],
  ["app/node_modules/crypto/test/key.pem", pem],
  ["etc/ssl/private/ssl-cert-snakeoil.key", pem],
  ["app/.env.example", "DB_PASSWORD=hunter2-is-it\n"],
  ["app/.env", "DB_PASSWORD_FILE=/run/secrets/db\nDB_PASSWORD=$FROM_OUTSIDE\n"],
  ["etc/nsswitch.conf", "passwd: files systemd\n"],
  [
    "srv/app/session.py",
    "token = request.headers.get(name)\nself.password = password\nsecret_key: str = derive(salt)\n",
  ],
  ["srv/cert.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"],
  ["srv/a.txt", "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----\n"],
  ["srv/a.txt", "AKIAIOSFODNN7EXAMPLE"],
  ["opt/a.xml", "<!-- <password>geheim77</password> -->"],
  ["usr/bin/x", Buffer.concat([Buffer.from("\x7fELF\0"), Buffer.from(github)])],
])("%s holds none that counts", (path, content) => {
  expect(told({ path, content })).toEqual([]);
});

test("a file as its package shipped it is public; a changed one is not", () => {
  const content = "password = packaged-default\n";
  const md5 = createHash("md5").update(content).digest("hex");
  const sums = { path: "var/lib/dpkg/info/a.md5sums", content: `${md5}  opt/a.conf\n` };
  const status = {
    path: "var/lib/dpkg/status",
    content: `Package: b\nStatus: install ok installed\nVersion: 1\nConffiles:\n /etc/b.conf ${md5}\n`,
  };
  expect(told(sums, { path: "opt/a.conf", content })).toEqual([]);
  expect(told(status, { path: "etc/b.conf", content })).toEqual([]);
  expect(told(status, { path: "etc/b.conf", content: `#\n${content}` })).toHaveLength(1);
});

test("files that a later layer hides are told, with their layer", () => {
  const [found] = facts([
    { path: "app/.env", content: "TOKEN=abcdef123456", isHidden: true, layer: 3, mode: 0o600 },
  ]).found;
  expect(found).toMatchObject({ where: "file", layer: 3, hidden: true, mode: "0600" });
});

test("looks into environment, labels, command and history, and keeps no value", () => {
  const { found, variables } = facts([], {
    environment: ["PATH=/bin", "DB_PASSWORD=geheim77"],
    labels: { "com.example.token": "geheim78" },
    command: ["app", "--password=geheim79"],
    history: [
      { createdBy: "RUN |1 NPM_TOKEN=geheim80 /bin/sh -c npm ci", emptyLayer: false },
      { createdBy: "ENV DB_PASSWORD=geheim77", emptyLayer: true },
    ],
  });
  expect(found.map((it) => `${it.where} ${it.place} ${it.name}`)).toEqual([
    "environment DB_PASSWORD DB_PASSWORD",
    "label com.example.token com.example.token",
    "argument entrypoint and command --password".replace("--", ""),
    "history step 0 NPM_TOKEN",
  ]);
  expect(variables).toBe(2);
  expect(JSON.stringify(found)).not.toContain("geheim");
});

test("finds what a step of the history sends as a header, however long the step, and keeps none of it", () => {
  const sent = [
    "Authorization: Bearer geheim81geheim",
    "authorization: Basic Z2VoZWltODI6Z2VoZWlt",
    "PRIVATE-TOKEN: geheim83",
  ];
  const createdBy = sent.map((it) => `RUN curl ${"-s ".repeat(30_000)} -H "${it}" https://example.com/`);
  const asked = 'RUN curl -H "Authorization: Bearer $TOKEN" -H "Accept: application/json" https://example.com/';
  const history = [...createdBy, asked].map((it) => ({ createdBy: it, emptyLayer: false }));
  const { found, unseen } = facts([], { history });
  expect(found.map((it) => `${it.place} ${it.name} ${it.kind}`)).toEqual([
    "step 0 Authorization credential",
    "step 1 authorization credential",
    "step 2 PRIVATE-TOKEN token",
  ]);
  expect(unseen).toEqual([]);
  const endless = { createdBy: `RUN ${"x".repeat(2_000_000)}`, emptyLayer: false };
  expect(facts([], { history: [endless] }).unseen).toMatchObject([{ reason: expect.stringContaining("too long") }]);
});

test("a text that is too long to be searched whole is unseen", () => {
  const { unseen } = facts([{ path: "app/big.conf", content: "a=1\n".repeat(300_000) }]);
  expect(unseen.map((it) => it.reason)).toEqual(["only the first megabyte was searched of /app/big.conf"]);
});

const keygen = requireProgram("ssh-keygen");
test.skipIf(keygen === undefined)("tells an open key of ssh-keygen, and none that a passphrase protects", () => {
  const folder = runFolder("keys");
  for (const [name, passphrase] of [
    ["open", ""],
    ["closed", "a passphrase"],
  ] as const)
    execFileSync(keygen ?? "", ["-q", "-t", "ed25519", "-N", passphrase, "-f", join(folder, name)]);
  expect(collectFolder(secrets, folder).found.map((it) => it.place)).toEqual(["/open"]);
});

test("a plain list of public keys and this machine's certificates hold none", () => {
  const content = readFileSync("/etc/ssl/certs/ca-certificates.crt");
  expect(told({ path: "opt/ca.pem", content })).toEqual([]);
});

test("garbage is no error", () => {
  const places = [
    "app/.env",
    "root/.docker/config.json",
    "a.json",
    "a.xml",
    "root/.pgpass",
    "x",
    "var/lib/dpkg/info/a.md5sums",
  ];
  const parts = fc.array(
    fc.oneof(fc.string(), fc.constantFrom("-----BEGIN PRIVATE KEY-----\\n", "ghp_", "password=", '{"a":"')),
  );
  fc.assert(
    fc.property(fc.constantFrom(...places), parts, (path, content) => {
      expect(imageSecretsSchema.safeParse(facts([{ path, content: content.join("") }])).success).toBe(true);
    }),
  );
});

test("long lines and many marks take no more than linear time", () => {
  const hostile = [
    "-----BEGIN PRIVATE KEY-----\n",
    "password=",
    "<password>",
    '{,"',
    "://a:",
    "<!--",
    "          ",
    "}}}}}}}}}}",
    ", , , , ,",
  ];
  for (const part of hostile)
    told({ path: "app/a.xml", content: part.repeat(100_000) }, { path: "app/a.json", content: part.repeat(100_000) });
});
