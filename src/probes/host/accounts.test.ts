import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { requireProgram, testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { hostAccounts, parseShadow } from "./accounts.ts";
import { collectScript } from "./script.ts";
import { parseSudoers } from "./sudoers.ts";

/** One function of the script, run on files of the test in place of the host's own. */
function runOnAll(name: string, files: Readonly<Record<string, string>>): string {
  let script = collectScript({});
  for (const [path, content] of Object.entries(files)) {
    const file = join(runFolder("accounts"), "file");
    writeFileSync(file, content);
    script = script.replaceAll(path, file);
  }
  const definitions = script.slice(0, script.lastIndexOf("main "));
  return execFileSync("/bin/sh", ["-s"], { input: `${definitions}\n${name}\n`, encoding: "utf8" });
}
const runOn = (name: string, path: string, content: string) => runOnAll(name, { [path]: content });
/** Without a daemon, so that none of the machine decides which files count. */
const keysWithout = "sshd_path() { return 1; }\nauthorized_keys";

function hostKey(): string {
  const file = join(runFolder("sshd"), "host_key");
  execFileSync(requireProgram("ssh-keygen") ?? "", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
  return file;
}

/** Homes with keys, one for each name, and the lines of their accounts. */
function keyHomes(...names: readonly string[]) {
  const homes = runFolder("homes");
  for (const name of names) {
    mkdirSync(join(homes, name, ".ssh"), { recursive: true });
    writeFileSync(join(homes, name, ".ssh/authorized_keys"), `ssh-ed25519 AAAA ${name}\n`);
  }
  return { homes, passwd: names.map((it, at) => `${it}:x:${1001 + at}:1001::${homes}/${it}:/bin/sh\n`).join("") };
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
  const told = runOn(keysWithout, "/etc/passwd", passwd.join(""));
  expect(told).toBe("3\tada\n");
});

test("a home on a remote file system is not looked at, and told", () => {
  const { homes, passwd } = keyHomes("ada", "far", "farther");
  const remote = `server:/x ${homes}/far nfs4 rw 0 0\n/dev/a / nfs rw 0 0\n/dev/b ${homes}/farther ext4 rw 0 0\n`;
  const told = runOnAll(`remote=$(remote_mounts)\n${keysWithout}\naway ${homes}/far/deep && echo away`, {
    "/etc/passwd": passwd,
    "/proc/mounts": remote,
  });
  expect(told.split("\n")).toEqual(["1\tada", "unseen\tfar", "1\tfarther", "away", ""]);
  expect(
    hostAccounts(hostSections({ passwd: `far\t1\t1\t${homes}/far\t/bin/sh\tshadow\t-\n`, "authorized-keys": told }))
      .accounts[0]?.authorizedKeys,
  ).toBeUndefined();
});

test("neither modes nor secrets are looked for on a remote file system, and both tell so", () => {
  const folder = runFolder("remote");
  for (const name of ["far", "near"]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, ".env"), "PASSWORD=hunter2-Zq81\n");
  }
  const passwd = ["far", "near"].map((it, at) => `${it}:x:${1001 + at}:1001::${folder}/${it}:/bin/sh\n`).join("");
  const lines = (remote: string, name: string) =>
    runOn(`remote=${remote}\n${name}`, "/etc/passwd", passwd)
      .split("\n")
      .filter((it) => it.includes(folder) && !it.includes("/accounts-"));
  expect(lines(`${folder}/far`, "modes")).toEqual([`remote\t${folder}/far`, expect.stringMatching(/^mode\t.*\/near$/)]);
  expect(lines(`${folder}/far`, `secret_files ${folder}`)).toEqual([
    `beyond\t${folder}/far`,
    ...[expect.stringMatching(/^file\t.*\/near\/\.env$/), `${folder}/near/.env:PASSWORD=hunter2-Zq81`],
  ]);
  expect(lines(folder, `secret_files ${folder}`)).toEqual([`beyond\t${folder}`]);
});

test("a command that has to be killed is told as one that took too long", () => {
  const limits = "has_timeout=yes\nin_foreground=--foreground\nwith_kill='-k 1'\n";
  const stubborn = `limited 1 /bin/sh -c "trap '' TERM; exec sleep 600"`;
  expect(runOn(`${limits}${stubborn}\necho $?\nlimited 5 sh -c 'exit 7'\necho $?`, "/etc/passwd", "")).toBe("124\n7\n");
});

test("a home at which everybody waits for ever costs only its own account, and three of them those after", () => {
  const { homes, passwd } = keyHomes("ada", "gone1", "bob", "gone2", "gone3", "carol");
  const tools = runFolder("tools");
  // Whoever reads there waits.
  writeFileSync(
    join(tools, "head"),
    `#!/bin/sh\ncase $3 in ${homes}/gone*) exec sleep 600 ;; esac\nexec /usr/bin/head "$@"\n`,
    { mode: 0o755 },
  );
  const limits = `PATH=${tools}:$PATH\nhas_timeout=yes\nwith_kill='-k 1'\nlook_seconds=1\n`;
  expect(runOn(limits + keysWithout, "/etc/passwd", passwd).split("\n")).toEqual([
    ...["1\tada", "unseen\tgone1", "1\tbob", "unseen\tgone2", "unseen\tgone3", "unseen\tcarol", ""],
  ]);
});

test.skipIf(!testbedHas("sshd") || process.getuid?.() !== 0)(
  "keys count where the daemon looks for them, by its own settings and those under conditions",
  () => {
    const { homes, passwd } = keyHomes("ada", "bob");
    const central = runFolder("central");
    mkdirSync(join(central, "1002"));
    writeFileSync(join(central, "ada"), "ssh-ed25519 AAAA central\nssh-ed25519 AAAA central2\n");
    writeFileSync(join(central, "1002/100%"), "ssh-ed25519 AAAA under a condition\n");
    writeFileSync(join(homes, "bob/keys"), "ssh-ed25519 AAAA own\n");
    const under = (settings: string) => {
      const file = join(runFolder("sshd"), "sshd_config");
      writeFileSync(file, `HostKey ${hostKey()}\n${settings}`);
      return runOn(`sshd_options() { echo '-f ${file}'; }\nauthorized_keys`, "/etc/passwd", passwd);
    };
    expect(under("")).toBe("1\tada\n1\tbob\n");
    expect(under(`AuthorizedKeysFile ${central}/%u keys\n`)).toBe("2\tada\n1\tbob\n");
    expect(under("AuthorizedKeysFile none\nMatch User bob\n  AuthorizedKeysFile=%h/keys\n")).toBe("1\tbob\n");
    expect(under(`AuthorizedKeysFile none\nMatch all\n  AuthorizedKeysFile ${central}/%U/100%%\n`)).toBe("1\tbob\n");
    expect(under("AuthorizedKeysFile none\n")).toBe("");
    const unreadable = "sshd_options() { echo '-f /nowhere/sshd_config'; }\nauthorized_keys";
    expect(runOn(unreadable, "/etc/passwd", passwd)).toBe("denied\tada\ndenied\tbob\n");
  },
);

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
