import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collectEntries, type MadeEntry } from "../../../../test/bed/image-of-folder.ts";
import { requireProgram } from "../../../../test/bed/program.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { imagePackagesSchema } from "../facts/packages.ts";
import { openPgpFingerprints } from "./packages/openpgp.ts";
import { packages } from "./packages.ts";

const told = (...made: readonly MadeEntry[]) => collectEntries(packages, made);
const maxBuffer = 1 << 26;

const dpkgQuery = requireProgram("dpkg-query");
test.skipIf(dpkgQuery === undefined)("tells the same installed packages as dpkg itself", () => {
  const fields = ["db:Status-Status", "Package", "Version", "Architecture", "source:Package", "source:Version"];
  const format = `${fields.map((it) => `\${${it}}`).join("	")}
`;
  const said = execFileSync(dpkgQuery ?? "", ["-W", "-f", format], { encoding: "utf8", maxBuffer })
    .split("\n")
    .filter((it) => it.startsWith("installed\t"));
  const {
    manager,
    packages: found,
    unseen,
  } = told({
    path: "var/lib/dpkg/status",
    content: readFileSync("/var/lib/dpkg/status"),
  });
  expect(manager).toBe("dpkg");
  expect(unseen).toEqual([]);
  expect(
    found
      .map((it) =>
        ["installed", it.name, it.version, it.architecture, it.source ?? it.name, it.sourceVersion ?? it.version].join(
          "\t",
        ),
      )
      .sort(),
  ).toEqual(said.sort());
});

const rpmbuild = requireProgram("rpmbuild");
test.skipIf(rpmbuild === undefined)("reads rpm's own database, also where rows spill over pages", () => {
  const folder = runFolder("rpm");
  const spec = `Name: sample\nEpoch: 2\nVersion: 1.2\nRelease: 3\nSummary: s\nLicense: none\nBuildArch: noarch\n%description\nx\n%package -n other\nSummary: s\n%description -n other\ny\n%install\nmkdir -p %{buildroot}/opt\nfor i in $(seq 900); do echo $i > %{buildroot}/opt/sample-with-a-long-name-$i; done\n%files\n/opt/*\n%files -n other\n`;
  writeFileSync(join(folder, "sample.spec"), spec);
  const rpm = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { stdio: "pipe", maxBuffer, encoding: "utf8" });
  rpm(rpmbuild ?? "", "-bb", "--define", `_topdir ${folder}/top`, join(folder, "sample.spec"));
  const root = join(folder, "root");
  mkdirSync(root);
  const database = ["--root", root, "--dbpath", "/var/lib/rpm", "--define", "_db_backend sqlite"];
  const built = ["sample", "other"].map((it) => join(folder, "top/RPMS/noarch", `${it}-1.2-3.noarch.rpm`));
  rpm("rpm", ...database, "--initdb");
  rpm("rpm", ...database, "-i", "--justdb", "--nodeps", ...built);
  rpm("rpm", ...database, "--rebuilddb");
  const content = readFileSync(join(root, "var/lib/rpm/rpmdb.sqlite"));
  const facts = told({ path: "var/lib/rpm/rpmdb.sqlite", content });
  expect(facts.manager).toBe("rpm");
  expect(facts.packages.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: "other", version: "2:1.2-3", architecture: "noarch", source: "sample" },
    { name: "sample", version: "2:1.2-3", architecture: "noarch" },
  ]);
  expect(facts.builtNotBefore?.by).toContain("newest installation");
  expect(facts.unseen).toEqual([]);
  const cut = told({ path: "var/lib/rpm/rpmdb.sqlite", content: content.subarray(0, 20_000) });
  expect(cut.unseen).not.toEqual([]);
});

const gpg = requireProgram("gpg");
test.skipIf(gpg === undefined)("tells the fingerprints that gpg tells, of binary and of armored keys", () => {
  const home = runFolder("gnupg");
  const env = { ...process.env, GNUPGHOME: home };
  const run = (...args: readonly string[]) => execFileSync(gpg ?? "", ["--batch", ...args], { env, stdio: "pipe" });
  for (const kind of ["ed25519", "rsa2048"])
    run("--pinentry-mode", "loopback", "--passphrase", "", "--quick-gen-key", `${kind}@example.com`, kind);
  const said = [
    ...run("--with-colons", "--list-keys")
      .toString()
      .matchAll(/^pub:(?:.*\n)fpr:+([0-9A-F]+):/gm),
  ].map(([, it = ""]) => it.toLowerCase());
  expect(said).toHaveLength(2);
  expect(openPgpFingerprints(run("--export")).toSorted()).toEqual(said.toSorted());
  expect(openPgpFingerprints(run("--export", "--armor")).toSorted()).toEqual(said.toSorted());
  execFileSync(requireProgram("gpgconf") ?? "", ["--homedir", home, "--kill", "all"], { env });
});

test("reads the sources of apt, apk and yum, what they let through unsigned, and no password of theirs", () => {
  const { sources, keys } = told(
    {
      path: "etc/apt/sources.list",
      content:
        "# deb http://a.example.com x main\ndeb [trusted=yes arch=amd64] https://me:pw@mirror.example.com/debian bookworm main\n",
    },
    {
      path: "etc/apt/sources.list.d/debian.sources",
      content:
        "Types: deb deb-src\n# note\nURIs: http://mirror.example.com/s\nSuites: bookworm-security\nComponents: main\nSigned-By: /usr/share/keyrings/a.gpg\n\nEnabled: no\nTypes: deb\nURIs: http://off.example.com\nSuites: x\n",
    },
    { path: "usr/share/keyrings/a.gpg", content: "" },
    { path: "usr/share/keyrings/unnamed.gpg", content: "" },
    {
      path: "etc/apk/repositories",
      content: "#https://no.example.com\n@edge https://mirror.example.com/alpine/v3.20/main\n",
    },
    {
      path: "etc/yum.repos.d/a.repo",
      content: "[baseos]\nbaseurl=https://mirror.example.com/baseos\ngpgcheck=0\n[off]\nbaseurl=x\nenabled=0\n",
    },
  );
  const source = (place: string, uri: string, security: boolean, suites: string[] = [], unchecked: string[] = []) => ({
    ...{ place, uri, suites, security, unchecked },
  });
  expect(sources).toEqual([
    source("/etc/apt/sources.list", "https://mirror.example.com/debian", false, ["bookworm"], ["trusted=yes"]),
    source("/etc/apt/sources.list.d/debian.sources", "http://mirror.example.com/s", true, ["bookworm-security"]),
    source("/etc/apk/repositories", "https://mirror.example.com/alpine/v3.20/main", true),
    source("/etc/yum.repos.d/a.repo", "https://mirror.example.com/baseos", true, [], ["gpgcheck=0"]),
  ]);
  expect(keys).toEqual([{ place: "/usr/share/keyrings/a.gpg", fingerprints: [] }]);
});

test.each([
  ["etc/apt/apt.conf.d/99x", 'APT::Get::AllowUnauthenticated "true";'],
  ["etc/apt/apt.conf.d/99x", 'Acquire::AllowInsecureRepositories "1";'],
  ["etc/apt/apt.conf.d/99x", 'Acquire::https::Verify-Peer "false";'],
  ["etc/dnf/dnf.conf", "[main]\ngpgcheck = 0"],
  ["etc/pip.conf", "[global]\ntrusted-host = pypi.example.com"],
  ["root/.npmrc", "strict-ssl=false"],
  ["etc/gitconfig", "[http]\n\tsslVerify = false"],
  ["root/.curlrc", "insecure"],
  ["etc/wgetrc", "check_certificate = off"],
])("%s with %j is told as a check switched off, and as none when it is commented out", (path, content) => {
  expect(told({ path, content }).uncheckedSettings).toEqual([{ place: `/${path}`, setting: expect.any(String) }]);
  const commented = content.replace(/^(?!\[)/gm, path.includes("apt") ? "// " : "# ");
  expect(told({ path, content: commented }).uncheckedSettings).toEqual([]);
});

test("tells upgrades by apt's log, or by dpkg's where that is missing, and when the last was", () => {
  const history =
    "\nStart-Date: 2026-11-20  10:00:00\nCommandline: apt-get -qqy upgrade -o Acquire::http::Proxy=http://u:geheim77@p.example.com\nUpgrade: a:amd64 (1, 2), b:amd64 (1, 2)\nEnd-Date: 2026-11-20  10:00:05\n\nStart-Date: 2026-11-21  10:00:00\nCommandline: apt-get install c\nInstall: c:amd64 (1)\nEnd-Date: 2026-11-21  10:00:09\n";
  const log =
    "2026-11-20 10:00:01 upgrade a:amd64 1 2\n2026-11-20 10:00:02 upgrade b:amd64 1 2\n2026-11-22 09:00:00 upgrade d:amd64 1 2\n2026-11-22 09:00:00 upgrade e:amd64 1 1\n";
  const both = told({ path: "var/log/apt/history.log", content: history }, { path: "var/log/dpkg.log", content: log });
  expect(both.upgrades).toEqual([
    { at: "2026-11-20T10:00:00.000Z", command: expect.stringMatching(/^apt-get -qqy upgrade/), packages: 2 },
  ]);
  expect(JSON.stringify(both)).not.toContain("geheim77");
  expect(both.builtNotBefore).toEqual({ at: "2026-11-22T09:00:00.000Z", by: "/var/log/dpkg.log: last entry" });
  expect(told({ path: "var/log/dpkg.log", content: log }).upgrades.map((it) => it.packages)).toEqual([2, 1]);
});

test("databases that aren't supported, and changes beside them, are unseen", () => {
  expect(told({ path: "var/lib/rpm/Packages", content: "x" }).unseen).toHaveLength(1);
  expect(told({ path: "usr/lib/sysimage/rpm/Packages.db", content: "x" }).unseen).toHaveLength(1);
  const { os, manager, packages: found, unseen } = told({ path: "etc/hostname" });
  expect([os, manager, found, unseen]).toEqual([undefined, undefined, [], []]);
});

test("a database that names nothing, garbles an entry or is cut clears nothing", () => {
  const sound = "Package: a\nStatus: install ok installed\nVersion: 1\n";
  const reasons = (path: string, content: string, size = content.length) =>
    collectEntries(packages, [{ path, content, size }]).unseen.map((it) => it.reason);
  const [dpkg, apk] = ["var/lib/dpkg/status", "lib/apk/db/installed"];
  expect(reasons(dpkg, sound)).toEqual([]);
  expect(reasons(dpkg, `${sound}\nPackage: b\nStatus: deinstall ok config-files\n`)).toEqual([]);
  expect(reasons(apk, "P:a\nV:1\n\n")).toEqual([]);
  expect(reasons(dpkg, "")).toEqual([`/${dpkg} names no package, although the image has files`]);
  expect(reasons(apk, "")).toEqual([`/${apk} names no package, although the image has files`]);
  expect(reasons(dpkg, `${sound}\nPackage: b\nStatus: install ok installed\n`)).toEqual([
    `/${dpkg} has 1 entries that name no package or no version`,
  ]);
  expect(reasons(apk, "P:a\nV:1\n\nP:b\n")).toEqual([`/${apk} has 1 entries that name no package or no version`]);
  expect(reasons(dpkg, sound, 200 * 1024 * 1024)).toEqual([`/${dpkg} is larger than 128 MB`]);
});

test("garbage in any place is no error and keeps the schema", () => {
  const places = [
    ...["var/lib/dpkg/status", "var/lib/dpkg/status.d/a", "lib/apk/db/installed", "var/lib/rpm/rpmdb.sqlite"],
    ...["etc/os-release", "etc/apt/sources.list", "etc/apt/sources.list.d/a.sources", "etc/yum.repos.d/a.repo"],
    ...["etc/apt/trusted.gpg", "etc/apk/keys/a.pub", "var/log/apt/history.log", "var/log/dpkg.log", "etc/pip.conf"],
  ];
  const sqlite = Buffer.from("SQLite format 3\0\x02\0", "latin1");
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.uint8Array({ maxLength: 2000 }),
      fc.boolean(),
      (path, bytes, asSqlite) => {
        const content = Buffer.concat(asSqlite ? [sqlite, bytes] : [bytes]);
        expect(imagePackagesSchema.safeParse(told({ path, content, modified: 1 })).success).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("settings and sources take no more than linear time", () => {
  for (const path of [
    "etc/apt/apt.conf",
    "etc/dnf/dnf.conf",
    "root/.npmrc",
    "etc/yum.repos.d/a.repo",
    "etc/apt/sources.list",
  ])
    for (const part of ["\n", "\n ", " ", "[", "deb ", "gpgcheck "])
      told({ path, content: part.repeat(Math.ceil(200_000 / part.length)) });
});
