import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requireProgram } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { openPrivateKeys } from "./private-key.ts";
import { secretsOfFile } from "./secret-files.ts";
import { secretOfVariable, secretsOfArguments, secretsOfText } from "./secret-patterns.ts";
import { unitSecrets } from "./secrets.ts";

const found = (all: readonly { name: string; kind: string }[]) => all.map(({ name, kind }) => [name, kind]);

test.each([
  ["DB_PASSWORD", "hunter2", "password"],
  ["MYSQL_ROOT_PASSWORD", "changeme", "password"],
  ["PGPASSWORD", "x9!", "password"],
  ["API_KEY", "abcdef123456", "api-key"],
  ["JWT_SECRET", "abcdef123456", "secret"],
  ["GITHUB_TOKEN", "abcdef123456", "token"],
  ["AWS_SECRET_ACCESS_KEY", "abcdef123456", "secret"],
  ["DATABASE_URL", "postgres://app:pa55word@db.example.com/app", "url-with-password"],
  ["ANYTHING", `ghp_${"a".repeat(36)}`, "github-token"],
  ["ANYTHING", `AKIA${"A".repeat(16)}`, "aws-key"],
  ["ANYTHING", `glpat-${"a".repeat(20)}`, "gitlab-token"],
  ["ANYTHING", `xoxb-${"1".repeat(12)}`, "slack-token"],
  ["ADMIN_PASSWORD", "P@ss/word", "password"],
])("%s=%s is a secret", (name, value, kind) => {
  expect(secretOfVariable(name, value)).toMatchObject({ name, kind });
});

test.each([
  ["DB_PASSWORD", ""],
  ["DB_PASSWORD", "/run/secrets/db"],
  ["DB_PASSWORD_FILE", "secretfile"],
  ["DB_PASSWORD", "file:/run/secrets/db"],
  ["DB_PASSWORD", "********"],
  ["DB_PASSWORD", "$DB_PASSWORD"],
  ["PASSWORD_AUTHENTICATION", "enabled"],
  ["TOKEN_TTL", "3600"],
  ["MAX_TOKENS_SECRET", "true"],
  ["SSH_ASKPASS", "ssh-askpass"],
  ["HOME", "/root"],
  ["URL", "https://www.example.com/a:b@c"],
  ["URL", "postgres://app:$PASSWORD@db.example.com/app"],
  ["KEYBOARD", "qwerty"],
])("%s=%s is none", (name, value) => {
  expect(secretOfVariable(name, value)).toBeUndefined();
});

test("finds assignments in the notations of configuration files, and leaves comments out", () => {
  const text = `
# password = commented
db_password = "hunter2"   # of the shop
export API_TOKEN='abc123def'
spring.datasource.password=geheim
  password: s3cret
  "clientSecret": "abc123def",
define('DB_PASSWORD', 'pa55');
$settings['hash_secret'] => 'x';
url: amqp://app:pa55@mq.example.com
secret_path: /etc/x
`;
  expect(found(secretsOfText(text))).toEqual([
    ["db_password", "password"],
    ["API_TOKEN", "token"],
    ["spring.datasource.password", "password"],
    ["password", "password"],
    ["clientSecret", "secret"],
    ["DB_PASSWORD", "password"],
    ["url", "url-with-password"],
  ]);
});

test("finds secrets in arguments", () => {
  expect(found(secretsOfArguments(["/usr/bin/app", "--db-password=hunter2", "--token", "abc123", "-v"]))).toEqual([
    ["db-password", "password"],
    ["token", "token"],
  ]);
  expect(found(secretsOfArguments(["mysqldump", "-phunter2", "shop"]))).toEqual([["-p", "password"]]);
  expect(found(secretsOfArguments(["psql", "postgres://a:pa55@db.example.com/x"]))).toEqual([
    ["url-with-password", "url-with-password"],
  ]);
  expect(secretsOfArguments(["app", "--password-file", "/etc/x", "--token", "--verbose"])).toEqual([]);
});

test("reads the files of programs by their own formats", () => {
  expect(found(secretsOfFile("/root/.pgpass", "# c\ndb.example.com:5432:shop:app:pa\\:55\n"))).toEqual([
    ["app", "password"],
  ]);
  expect(found(secretsOfFile("/root/.netrc", "machine example.com login a password b"))).toEqual([
    ["password", "password"],
  ]);
  expect(found(secretsOfFile("/root/.npmrc", "//r.example.com/:_authToken=abcdef\nprefix=/x"))).toEqual([
    ["_authToken", "token"],
  ]);
  expect(found(secretsOfFile("/root/.docker/config.json", '{"auths":{"r":{"auth": "YTpi"}}}'))).toEqual([
    ["auth", "token"],
  ]);
  expect(found(secretsOfFile("/root/.my.cnf", "[client]\npassword=hunter2\n"))).toEqual([["password", "password"]]);
});

test("reads a hostile line of a megabyte as fast as any other", () => {
  const unit = "_auth=";
  const line = `${unit.repeat(2 ** 20 / unit.length)} x`;
  for (const name of [".npmrc", ".pgpass", ".netrc", ".docker/config.json", "settings.ini"])
    expect(secretsOfFile(`/root/${name}`, line).length).toBeLessThan(2);
});

test("reads the environment of unit files with and without quotes", () => {
  const unit = `[Service]\nEnvironment="DB_PASSWORD=a b c" MODE=prod\nEnvironment=API_TOKEN='xyz789'\nExecStart=/bin/true\n`;
  expect(unitSecrets(unit)).toEqual([
    { name: "DB_PASSWORD", kind: "password", value: "a b c" },
    { name: "API_TOKEN", kind: "token", value: "xyz789" },
  ]);
});

test("tells an open private key from an encrypted one", () => {
  const openssl = requireProgram("openssl");
  const keygen = requireProgram("ssh-keygen");
  if (openssl === undefined || keygen === undefined) return;
  const folder = runFolder("keys");
  const make = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { cwd: folder, stdio: "pipe" });
  make(keygen, ["-q", "-t", "ed25519", "-N", "", "-f", "ssh-open"]);
  make(keygen, ["-q", "-t", "ed25519", "-N", "passphrase", "-f", "ssh-encrypted"]);
  make(openssl, ["genpkey", "-algorithm", "ed25519", "-out", "open.pem"]);
  make(openssl, ["genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:passphrase", "-out", "encrypted.pem"]);
  make(openssl, [
    "genrsa",
    "-traditional",
    "-aes128",
    "-passout",
    "pass:passphrase",
    "-out",
    "old-encrypted.pem",
    "1024",
  ]);
  const keysIn = (name: string) => openPrivateKeys(readFileSync(join(folder, name), "utf8")).length;
  expect(["ssh-open", "open.pem"].map(keysIn)).toEqual([1, 1]);
  expect(["ssh-encrypted", "encrypted.pem", "old-encrypted.pem", "ssh-open.pub"].map(keysIn)).toEqual([0, 0, 0, 0]);
});

test("a line of any length and oddness takes no more time than reading it", () => {
  const size = 200_000;
  const lines = [
    "a.".repeat(size),
    "a".repeat(size),
    `A=${" ".repeat(size)}x`,
    `A=b${" ".repeat(size)}c`,
    `A=b${" ;".repeat(size)}c`,
    "a://b:".repeat(size),
  ];
  for (const line of lines) {
    expect(secretsOfText(line)).toEqual([]);
    expect(secretOfVariable("X", line)).toBeUndefined();
    expect(secretsOfArguments([line])).toEqual([]);
  }
});
