import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { hostAccounts } from "./accounts.ts";
import { hostAuthorizedKeys } from "./authorized-keys.ts";
import { collectScript } from "./script.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";
const passwd = "ada\t1001\t1001\t/home/ada\t/bin/sh\tshadow\t-\nbob\t1002\t1002\t/home/bob\t/bin/sh\tshadow\t-\n";

/** What the script tells of the keys in these files of homes, by account and path, where sshd looks into these patterns. */
function told(files: Readonly<Record<string, string>>, patterns: string, links: Readonly<Record<string, string>> = {}) {
  const homes = runFolder("homes");
  const place = (path: string) => {
    mkdirSync(dirname(join(homes, path)), { recursive: true });
    return join(homes, path);
  };
  for (const [path, content] of Object.entries(files)) writeFileSync(place(path), content);
  for (const [path, target] of Object.entries(links)) symlinkSync(place(target), place(path));
  const list = join(homes, "passwd");
  const names = [...new Set([...Object.keys(files), ...Object.keys(links)].map((it) => it.split("/")[0]))];
  writeFileSync(list, names.map((it, at) => `${it}:x:${1001 + at}:1001::${homes}/${it}:/bin/sh\n`).join(""));
  const script = collectScript({}).replaceAll("/etc/passwd", list);
  const functions = `keys_files() { echo '${patterns.replaceAll("HOMES", homes)}'; }\nprincipals_files() { echo '${homes}/principals-%u %h/principals'; }`;
  const definitions = script.slice(0, script.lastIndexOf("main "));
  const said = execFileSync("/bin/sh", ["-s"], {
    input: `${definitions}\n${functions}\nauthorized_keys\n`,
    encoding: "utf8",
  });
  return said.replaceAll(homes, "HOMES");
}

test("of every account each key is told with its place, and nothing that isn't one", () => {
  const said = told(
    {
      "ada/.ssh/authorized_keys": `# mine\n\nfrom="10.0.0.0/8",environment="TOKEN=s3cret" ${key} ada\r\nhunter2\n\tno-pty ${key}\n`,
      "ada/more": `${key} more\n`,
      "bob/more": "root:$y$j9T$S3cret:19000:0:99999:7:::\n",
      "eve/secret": "hunter2\n",
    },
    ".ssh/authorized_keys %h/more",
    { "eve/.ssh/authorized_keys": "eve/secret" },
  );
  expect(said).not.toMatch(/s3cret|hunter2/i);
  const { accounts, unseen } = hostAuthorizedKeys(hostSections({ "authorized-keys": said }));
  expect(accounts.map(({ account, keys }) => [account, ...keys.map((it) => [it.file, it.line, it.comment])])).toEqual([
    [
      "ada",
      ["HOMES/ada/.ssh/authorized_keys", 3, "ada"],
      ["HOMES/ada/.ssh/authorized_keys", 5, undefined],
      ["HOMES/ada/more", 1, "more"],
    ],
  ]);
  expect(accounts[0]?.keys[0]?.options).toEqual([
    { name: "from", value: "10.0.0.0/8" },
    { name: "environment", value: "TOKEN" },
  ]);
  expect(unseen).toEqual([]);
});

test("one account's many keys hide no other's, and are told as too many", () => {
  const said = told({ "ada/k": `${key}\n`.repeat(300), "bob/k": `${key}\n` }, "k");
  const { accounts, unseen } = hostAuthorizedKeys(hostSections({ "authorized-keys": said }));
  expect(accounts.map(({ keys }) => keys.length)).toEqual([200, 1]);
  expect(unseen).toMatchObject([{ reason: "ada has more authorized keys than are looked at" }]);
  const facts = hostAccounts(hostSections({ passwd, "authorized-keys": said }));
  expect(facts.accounts.map((it) => it.authorizedKeys)).toEqual([300, 1]);
});

test("principals are told of files that root governs, and those in homes as not looked at", () => {
  const said = told({ "ada/k": "", "principals-ada": `ops from="10.*" deploy\n`, "bob/principals": "root\n" }, "k");
  const { principals, unseen } = hostAuthorizedKeys(hostSections({ "authorized-keys": said }));
  expect(principals).toMatchObject([{ account: "ada", line: 1, text: 'ops from="10.*" deploy' }]);
  expect(unseen).toMatchObject([{ reason: expect.stringContaining("principals of certificates for bob") }]);
});

test("commands and authorities vouch for others, whom nobody can list", () => {
  const sshd = {
    "sshd-config":
      "file\t/etc/ssh/sshd_config\n3\tAuthorizedKeysCommand /usr/bin/keys %u\n4\tAuthorizedKeysCommandUser nobody\n5\tMatch User x\n6\tAuthorizedKeysCommand none\n",
    "sshd-authorities": `key\t-\t/etc/ssh/ca\t2\t${key} the CA\nunseen\t/etc/ssh/gone\n`,
  };
  const facts = hostAuthorizedKeys(hostSections(sshd));
  expect(facts.commands).toEqual([{ command: "/usr/bin/keys %u", user: "nobody" }]);
  expect(facts.authorities).toMatchObject([{ file: "/etc/ssh/ca", line: 2, certAuthority: true }]);
  expect(facts.unseen.map(({ reason }) => reason)).toEqual([
    "/etc/ssh/gone, of TrustedUserCAKeys, could not be read",
    "whose keys /usr/bin/keys %u gives out can't be seen",
  ]);
});

test("where keys could not be looked at no account is told to have none", () => {
  const said = `key\tada\t/k\t1\t${key}\n1\tada\nkey\tbob\t/k\t1\tssh-ed`;
  const cut = { bytes: Buffer.from(said), truncated: true };
  const from = hostSections({ passwd, "authorized-keys": cut });
  expect(hostAuthorizedKeys(from)).toMatchObject({ accounts: [{ account: "ada" }], unseen: [{}] });
  expect(hostAccounts(from).accounts.map((it) => it.authorizedKeys)).toEqual([1, undefined]);
  const kept = hostAuthorizedKeys(hostSections({ "authorized-keys": "denied\tada\nunseen\tbob\n" }));
  expect(kept.unseen).toHaveLength(2);
});
