import { describe, expect, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { hostPrivileges } from "./privileges.ts";

const passwd = ["root\t0\t0", "ada\t1001\t1001", "ben\t1002\t1002", "eve\t1003\t1003", "web\t33\t33"]
  .map((it) => `${it}\t/\t/bin/sh\tshadow\t-\n`)
  .join("");
const groups =
  "root\t0\t\nada\t1001\t\nben\t1002\t\neve\t1003\t\nweb\t33\t\ndocker\t900\teve\nops\t901\tada,ben\nsudo\t27\t\n";
const file = (path: string, text: string, head = "440\t0\t0") =>
  `file\t${head}\t${path}\n${text
    .split("\n")
    .map((line) => `\t${line}\n`)
    .join("")}`;
const base = {
  passwd,
  groups,
  clock: "1795824000\n",
  "host-names": "web1\naddress\t192.0.2.7/24\nmerged\n",
};

/** Each way as `ACCOUNT: STEP; STEP`, those of root left out. */
function ways(parts: Readonly<Record<string, string>>, of: "rootEquivalents" | "raised" = "rootEquivalents") {
  return hostPrivileges(hostSections({ ...base, ...parts }))[of].flatMap(({ account, ways: all }) =>
    account === "root" ? [] : all.map(({ path }) => `${account}: ${path.join("; ")}`),
  );
}
const bySudo = (rules: string, more = {}, of: "rootEquivalents" | "raised" = "rootEquivalents") =>
  ways({ "sudoers-files": file("/etc/sudoers", rules), ...more }, of);

describe("rules of sudo make root of", () => {
  test.each([
    [
      "whoever may run everything",
      "ada ALL=(ALL) ALL",
      /^ada: sudo root, with its own password: ALL \(\/etc\/sudoers:1\)/,
    ],
    ["whoever may run all but a few", "ada ALL=ALL, !/bin/su, !/bin/bash", /^ada: .* ALL /],
    [
      "members of a group under an alias",
      "User_Alias A = %ops\nCmnd_Alias S = /bin/sh\nA ALL = NOPASSWD: S",
      /^ada: .*without a password: \/bin\/sh/,
    ],
    ["whoever may start an editor on one file", "ada ALL = /usr/bin/vim /etc/motd", /^ada: .*an editor/],
    ["whoever may read with a wildcard", "ada ALL = /bin/cat /var/log/*", /^ada: .*wildcard/],
    ["whoever may run what lies in a folder of programs", "ada ALL = /usr/bin/", /^ada: .*bash: it is a shell/],
    ["whoever may change what rules say", "ada ALL = sudoedit /etc/sudoers", /^ada: .*sudoedit/],
    ["whoever may set variables for a harmless program", "ada ALL = SETENV: /usr/bin/id", /^ada: .*SETENV/],
    ["everybody, told once", "ALL ALL = (ALL) NOPASSWD: ALL", /^\*: /],
    ["whoever may take a group that is as much", "ada ALL = (:docker) /bin/sh", /^ada: sudo with the group docker/],
  ])("%s", (_, rules, told) => {
    const found = bySudo(rules).filter((it) => !it.startsWith("eve: the group docker"));
    expect(found[0]).toMatch(told);
  });

  test.each([
    ["whoever may restart a unit", "ada ALL = /usr/bin/systemctl restart nginx"],
    ["whoever may run one command with fixed arguments", 'ada ALL = /usr/bin/apt-get update, /usr/bin/tar ""'],
    ["those on another host", "ada db1 = ALL"],
    ["whoever is refused by a later rule", "ada ALL = /bin/sh\nada ALL = !/bin/sh"],
    ["whoever must know root's password anyhow", "Defaults rootpw\nada ALL = ALL"],
    ["whoever may page without starting programs", "ada ALL = NOEXEC: /usr/bin/less /var/log/syslog"],
    ["whoever was allowed until a day that is past", "ada ALL = NOTAFTER=20200101000000Z ALL"],
  ])("not of %s", (_, rules) => {
    expect(bySudo(rules).filter((it) => it.startsWith("ada"))).toEqual([]);
  });

  test("a program of which nothing is known is told as such, and as root where the account may change it", () => {
    const rules = "ada ALL = /opt/app/deploy";
    expect(bySudo(rules, {}, "raised")).toEqual([
      expect.stringMatching(/^ada: .*what deploy can do as root is not known/),
    ]);
    const paths = (mode: string) =>
      `path\t755\tdirectory\t0\t0\t/\npath\t755\tdirectory\t0\t0\t/opt\npath\t${mode}\tdirectory\t0\t901\t/opt/app\npath\t755\tregular file\t0\t0\t/opt/app/deploy\n`;
    expect(bySudo(rules, { "named-paths": paths("755") })).not.toContainEqual(expect.stringMatching(/^ada/));
    expect(bySudo(rules, { "named-paths": paths("775") })).toContainEqual(
      expect.stringMatching(/^ada: .*\/opt\/app \(0775\) is the group ops's/),
    );
  });
});

test("whoever may become somebody who is root is root, over as many steps as it takes", () => {
  const found = bySudo("ada ALL = (ben) NOPASSWD: ALL\nben ALL = (eve) ALL\n");
  expect(found).toEqual([
    "eve: the group docker; its members tell the Docker engine, which is root, what to start",
    expect.stringMatching(/^ben: sudo eve, with its own password: ALL .*; as eve:; the group docker/),
    expect.stringMatching(/^ada: sudo ben, without a password: ALL .*; as ben:; sudo eve.*; as eve:; the group docker/),
  ]);
  const [, , ada] = hostPrivileges(
    hostSections({ ...base, "sudoers-files": file("/etc/sudoers", "ada ALL=(ben) NOPASSWD:ALL\nben ALL=(eve) ALL") }),
  ).rootEquivalents.slice(1);
  expect(ada?.ways[0]?.withoutPassword).toBe(false);
});

test("what cron and units start as root counts with every folder above it and every link on the way", () => {
  const named = [
    "path\t755\tdirectory\t0\t0\t/",
    "path\t777\tsymbolic link\t0\t0\t'/job' -> 'srv/app/job'",
    ...[
      "path\t755\tdirectory\t0\t0\t/srv",
      "path\t755\tdirectory\t33\t33\t/srv/app",
      "path\t755\tregular file\t0\t0\t/srv/app/job",
    ],
    ...[
      "path\t1777\tdirectory\t0\t0\t/tmp",
      "path\t755\tregular file\t0\t0\t/tmp/safe",
      "path\t755\tdirectory\t0\t0\t/usr",
    ],
    "path\t757\tregular file\t0\t0\t/usr/start",
  ].join("\n");
  const crontabs = file(
    "/etc/cron.d/job",
    "PATH=/usr:/srv/app\n0 3 * * * root cd / && test -x /tmp/x && /job --all\n0 4 * * * web /usr/start\n@daily root /tmp/safe",
    "644\t0\t0",
  );
  const units =
    "Id=app.service\nUser=\nExecStart={ path=/usr/bin/env ; argv[]=/usr/bin/env python3 /usr/start /srv/app/conf ; ignore_errors=no ; start_time=[n/a] }\nFragmentPath=/usr/x.service\n\nId=own.service\nUser=web\nExecStart={ path=/usr/start ; argv[]=/usr/start ; ignore_errors=no }\n";
  expect(
    ways({ "named-paths": named, crontabs, "unit-programs": units }).filter((it) => !it.startsWith("eve")),
  ).toEqual([
    "web: may change /srv/app (mode 0755, web); root's cron runs /job (/etc/cron.d/job:2)",
    "web: may change /srv/app (mode 0755, web); root's cron searches its programs there (/etc/cron.d/job:2)",
    "*: may change /usr/start (mode 0757, everybody); app.service runs /usr/start as root",
  ]);
});

test("what udev, apt, PAM, the loader and root's shell take for their own counts, whoever else may change it", () => {
  const named = [
    ...["path\t755\tdirectory\t0\t0\t/", "path\t755\tdirectory\t0\t0\t/opt"],
    ...["path\t755\tdirectory\t33\t33\t/opt/web", "path\t777\tdirectory\t0\t0\t/opt/open"],
    ...["path\t755\tregular file\t33\t33\t/opt/hook", "path\t755\tregular file\t0\t0\t/opt/safe"],
  ].join("\n");
  const hooks = [
    "hook\tudev\t/etc/udev/rules.d/9.rules:1\t/opt/hook --all",
    "hook\tapt\t/etc/apt/apt.conf.d/9:1\tif [ -x /opt/hook ]; then /opt/safe; fi",
    "hook\tlibraries\t/etc/ld.so.conf.d/9.conf:1\t/opt/open",
    "hook\tpath\t/etc/profile:1\t/opt/safe:/opt/web:$PATH",
    "hook\tpath\t/root/.profile:1\t/opt/safe:.",
    "hook\tpath\t/etc/profile:2\t",
    "hook\tpath\t/etc/profile:3\t$(echo $PATH | sed s/::/:/)",
    "hook\tunheard\t/etc/x:1\t/opt/hook",
  ].join("\n");
  expect(ways({ "named-paths": named, "hook-lines": hooks }).filter((it) => !it.startsWith("eve"))).toEqual([
    "web: may change /opt/hook (mode 0755, web); udev runs it as root (/etc/udev/rules.d/9.rules:1)",
    "web: may change /opt/web (mode 0755, web); root searches its programs there (/etc/profile:1)",
    "*: may change /opt/open (mode 0777, everybody); every program, root's among them, loads libraries from there (/etc/ld.so.conf.d/9.conf:1)",
    "*: may put programs where root happens to be; root searches them there (/root/.profile:1)",
  ]);
});

test("su lets everybody in without a password where a file that its own one includes says so", () => {
  const su = file("/etc/pam.d/su", "auth sufficient pam_rootok.so\n@include common-auth", "644\t0\t0");
  const common = (line: string) => file("/etc/pam.d/common-auth", line, "644\t0\t0");
  const found = (line: string) => ways({ "other-rules": su + common(line) }).filter((it) => it.includes("su without"));
  expect(found("auth sufficient pam_permit.so")).toEqual(["*: su without a password (/etc/pam.d/common-auth:1)"]);
  expect(found("auth [success=1 default=ignore] pam_unix.so\nauth required pam_permit.so")).toEqual([]);
});

test("sockets, devices, modes, bits and capabilities are told with whom they are open to", () => {
  const found = ways({
    "open-doors":
      "socket\t660\t0\t901\t/run/docker.sock\nsocket\t666\t0\t0\t/run/libvirt/libvirt-sock\ndevice\t660\t0\t24\t/dev/sr0\nsocket\t660\t0\t0\t/run/podman/podman.sock\nacl\t# file: /run/podman/podman.sock\nacl\tuser::rw-\nacl\tuser:33:rw-\nacl\tmask::rw-\n",
    "loose-files":
      "664\tregular file\t0\t901\t/etc/ld.so.preload\n775\tdirectory\t1003\t0\t/etc/redis\n1730\tdirectory\t0\t901\t/var/spool/cron/crontabs\n",
    "risky-modes":
      "4755\tregular file\t0\t0\t/usr/bin/find\n4755\tregular file\t0\t0\t/usr/bin/su\n4750\tregular file\t0\t901\t/opt/bash\n4755\tregular file\t33\t33\t/opt/sh\n",
    "elsewhere-setid": "4755\tregular file\t0\t0\t/home/ada/.x\n4755\tregular file\t0\t0\t/tmp/.y\n",
    mounts: "/dev/a / ext4 rw 0 0\ntmpfs /tmp tmpfs rw,nosuid 0 0\n",
    "file-capabilities":
      "/usr/bin/python3.11 cap_setuid=ep\n/usr/bin/ping cap_net_raw=ep\n/usr/bin/newuidmap cap_setuid=ep\n",
  });
  expect(found.filter((it) => !it.startsWith("eve")).map((it) => it.split("; ")[0])).toEqual([
    "ada: the group ops",
    "ada: the group ops",
    "ada: the group ops",
    "ben: the group ops",
    "ben: the group ops",
    "ben: the group ops",
    "web: /run/podman/podman.sock (mode 660)",
    "*: /usr/bin/python3.11",
    "*: /usr/bin/find (mode 4755)",
    "*: /home/ada/.x (mode 4755)",
  ]);
});

test("other rules than those of sudo count where their programs are", () => {
  const rules = (program: string) =>
    `${file("/etc/doas.conf", "permit nopass :ops\ndeny ben\npermit eve cmd reboot", "644\t0\t0")}${file("/etc/pam.d/su", "auth sufficient pam_rootok.so\nauth sufficient pam_wheel.so trust group=sudo", "644\t0\t0")}${file("/etc/polkit-1/rules.d/10.rules", 'polkit.addRule(function(action, subject) {\n  if (action.id == "org.freedesktop.systemd1.manage-units" && subject.isInGroup("web")) return polkit.Result.YES;\n});', "644\t0\t0")}program\t4755\t0\t0\t${program}\n`;
  expect(ways({ "other-rules": rules("/usr/bin/doas") }).map((it) => it.split("; ")[0])).toEqual([
    "eve: the group docker",
    "ada: doas without a password: every program (/etc/doas.conf:1)",
    "web: the group web",
  ]);
  expect(ways({ "other-rules": rules("/usr/bin/pkexec") }).map((it) => it.split(":")[0])).toEqual(["eve", "web"]);
});

test("what could not be looked at is told, and is no reason to say that there is nothing", () => {
  const denied = { exitCode: 0, stderr: "cat: /etc/sudoers: Permission denied\n" };
  const facts = hostPrivileges(
    hostSections({
      ...base,
      "sudoers-files": denied,
      "file-capabilities": { exitCode: 127 },
      "unit-programs": { exitCode: 127 },
    }),
  );
  expect(facts.unseen.map(({ reason }) => reason)).toEqual([
    "/etc/sudoers may not be read",
    "file-capabilities: its program isn't installed",
  ]);
  const flawed = hostPrivileges(
    hostSections({
      ...base,
      "sudoers-files": file("/etc/sudoers", "ada ALL=(ALL ALL\n+admins ALL=ALL"),
      "host-names": "web1\npasswd: files sss\n",
    }),
  );
  expect(flawed.unseen.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^\/etc\/sudoers:1 is not understood/),
    "accounts also come from sss, which was not asked",
    "sudo has rules for admins, whose members are kept elsewhere",
  ]);
  const open = hostPrivileges(
    hostSections({ ...base, "sudoers-files": file("/etc/sudoers", "ada ALL=ALL", "666\t0\t0") }),
  );
  expect(open.unseen[0]?.reason).toMatch(/others can write it/);
});
