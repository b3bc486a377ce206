import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { hostAccounts, parseShadow } from "./accounts.ts";
import { collectScript } from "./script.ts";
import { parseSudoers } from "./sudoers.ts";

/** One function of the script, run on a file of the test in place of the host's own. */
function runOn(name: string, path: string, content: string): string {
  const file = join(runFolder("accounts"), "file");
  writeFileSync(file, content);
  const script = collectScript([]).replaceAll(path, file);
  const definitions = script.slice(0, script.lastIndexOf("main "));
  return execFileSync("/bin/sh", ["-s"], { input: `${definitions}\n${name}\n`, encoding: "utf8" });
}

test("of a shadow file only states and methods leave the host", () => {
  const hashes = {
    a: "$y$j9T$abcdefgh$S3cretHash",
    b: "!$6$salt$S3cretHash",
    c: "",
    d: "*",
    e: "$1$salt$S3cretHash",
    f: "abcdefghijklm",
    g: "$2b$12$S3cretHash",
    h: "!",
    i: "_S3cretHash",
    j: "$5$x$S3cretHash",
  };
  const told = runOn(
    "shadow",
    "/etc/shadow",
    Object.entries(hashes)
      .map(([name, hash]) => `${name}:${hash}:19000:0:99999:7:::\n`)
      .join(""),
  );
  expect(told).not.toMatch(/S3cretHash|abcdefgh/);
  expect(Object.fromEntries(parseShadow(told))).toEqual({
    a: { state: "set", method: "yescrypt" },
    b: { state: "locked", method: "sha512" },
    c: { state: "empty" },
    d: { state: "locked" },
    e: { state: "set", method: "md5" },
    f: { state: "set", method: "des" },
    g: { state: "set", method: "bcrypt" },
    h: { state: "locked" },
    i: { state: "set", method: "other" },
    j: { state: "set", method: "sha256" },
  });
});

test("a hash or an empty field in the passwd file itself counts before the shadow file", () => {
  const passwd = runOn(
    "passwd",
    "/etc/passwd",
    "old:$1$salt$S3cretHash:0:0::/:/bin/sh\nopen::1001:1001::/home/open:\nweb:x:33:33::/:/usr/sbin/nologin\n",
  );
  expect(passwd).not.toContain("S3cretHash");
  const { accounts } = hostAccounts(hostSections({ passwd, shadow: "web\tlocked\t-\nopen\tset\tsha512\n" }));
  expect(accounts.map((it) => [it.name, it.password, it.hashMethod, it.canLogIn])).toEqual([
    ["old", "set", "md5", true],
    ["open", "empty", undefined, true],
    ["web", "locked", undefined, false],
  ]);
});

test("what the C library takes for an account is one, and a line that names others elsewhere is told", () => {
  const passwd = runOn(
    "passwd",
    "/etc/passwd",
    "# of the host\nroot:x:0:0:root:/root:/bin/bash\ntoor::+0:0\nspaced:x: 0:0::/:/bin/sh\n\nnonsense\n+::::::\n+@staff\n",
  );
  const facts = hostAccounts(hostSections({ passwd, shadow: "root\tlocked\t-\n" }));
  expect(facts.accounts.map((it) => [it.name, it.userId, it.password])).toEqual([
    ["root", 0, "locked"],
    ["toor", 0, "empty"],
    ["spaced", 0, undefined],
  ]);
  expect(facts.unreadLines).toBe(2);
});

test("a user's authorized_keys counts if it is a regular file, and keeps nothing waiting if it is anything else", () => {
  const homes = runFolder("homes");
  const home = (name: string) => {
    mkdirSync(join(homes, name, ".ssh"), { recursive: true });
    return join(homes, name, ".ssh/authorized_keys");
  };
  writeFileSync(home("ada"), "ssh-ed25519 AAAA one\n# none\n\nssh-ed25519 AAAA two");
  writeFileSync(`${home("ada")}2`, "ssh-ed25519 AAAA three\n");
  execFileSync("mkfifo", [home("piper")]);
  symlinkSync("/dev/zero", home("zero"));
  const passwd = ["ada", "piper", "zero"].map((it, at) => `${it}:x:${1001 + at}:1001::${homes}/${it}:/bin/sh\n`);
  const told = runOn("authorized_keys", "/etc/passwd", passwd.join(""));
  expect(told).toBe("3\tada\n");
});

test("what may not be read is told so, and never taken for none", () => {
  const denied = { exitCode: 2, stderr: "awk: cannot open /etc/shadow (Permission denied)" };
  const facts = hostAccounts(
    hostSections({
      passwd: "a\t1\t1\t/home/a\t/bin/sh\tshadow\t-\n",
      shadow: denied,
      "authorized-keys": "denied\ta\n",
      sudoers: { exitCode: 1, stderr: "cat: Permission denied" },
    }),
  );
  expect(facts.shadow).toMatchObject({ kind: "denied", wouldVerify: "run as root" });
  expect(facts.accounts[0]).toMatchObject({ password: undefined, authorizedKeys: undefined });
  expect(facts.sudoers).toBeUndefined();
  expect(hostAccounts(hostSections({ sudoers: { exitCode: 127 } })).sudoers).toEqual([]);
});

test("names whom sudo lets become root, groups and aliases included", () => {
  const text = readFileSync(new URL("fixtures/sudoers-example.txt", import.meta.url), "utf8");
  expect(parseSudoers(text)).toEqual([
    { who: "root", passwordless: false },
    { who: "%sudo", passwordless: false },
    { who: "alice", passwordless: true },
    { who: "bob", passwordless: true },
    { who: "deploy", passwordless: true },
    { who: "#1005", passwordless: false },
    { who: "domain admins", passwordless: false },
  ]);
  expect(parseSudoers("Defaults !authenticate\nroot ALL=(ALL) ALL\n")).toEqual([{ who: "root", passwordless: true }]);
});
