import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { requireProgram, testbedHas } from "../../../../test/bed/program.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { parseSettings } from "../sshd.ts";
import { effective, relevantKeywords, settingsByKeyword } from "./effective.ts";
import { parseConfigFiles } from "./lines.ts";

const folder = runFolder("sshd-config");
const sshd = testbedHas("sshd") ? (requireProgram("sshd") ?? "") : "";

/** The lines of these files, as the script tells them. */
function told(files: Readonly<Record<string, string>>) {
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line, at) => `${at + 1}\t${line.trimStart()}\n`)
      .filter((line) => !/^\d+\t(#|$)/.test(line.trimEnd()));
  return parseConfigFiles(
    Object.entries(files)
      .map(([path, text]) => `file\t${path}\n${lines(text).join("")}`)
      .join(""),
  );
}

const root = { user: "root", groups: ["root"], address: "192.0.2.1" };
const general = settingsByKeyword([
  ["permitrootlogin", "no"],
  ["x11forwarding", "no"],
  ["allowusers", "a"],
  ["allowusers", "b"],
]);
const of = (config: string, from: object = {}) => {
  const { settings, unsure } = effective(general, told({ "/etc/ssh/sshd_config": config }), { ...root, ...from });
  return { root: settings.get("permitrootlogin"), users: settings.get("allowusers"), unsure: [...unsure] };
};

test("a block counts over what holds in general, and of two blocks the first", () => {
  const config =
    "Match Address 10.0.0.0/8\n PermitRootLogin yes\nMatch User root\n PermitRootLogin=prohibit-password\n";
  expect(of(config).root).toEqual(["without-password"]);
  expect(of(config, { address: "10.1.1.1" }).root).toEqual(["yes"]);
  expect(of(config, { user: "ada", groups: [] }).root).toEqual(["no"]);
  expect(of("Match User root\nAllowUsers c\nMatch all\nAllowUsers d e\n").users).toEqual(["c", "d", "e"]);
});

test("a negated group outweighs all others that the user is in", () => {
  const config = "Match Group !wheel,*\n PermitRootLogin yes\n";
  expect(of(config, { groups: ["ops", "staff"] }).root).toEqual(["yes"]);
  expect(of(config, { groups: ["ops", "wheel"] }).root).toEqual(["no"]);
  expect(of(config, { groups: [] }).root).toEqual(["no"]);
});

test("what a condition asks that can't be told leaves its settings open, unless an earlier block decides them", () => {
  const invented = "Match Invalid-User yes\n PermitRootLogin yes\nMatch Host *.example.com\n X11Forwarding yes\n";
  expect(of(invented).unsure).toEqual(["permitrootlogin", "x11forwarding"]);
  expect(of(`Match User root\nPermitRootLogin no\n${invented}`).unsure).toEqual(["x11forwarding"]);
  expect(of("Match User eve Host x\n PermitRootLogin yes\n").unsure).toEqual([]);
  expect(of("Match User root\n PermitRootLogin perhaps\n").unsure).toEqual(["permitrootlogin"]);
});

test("whatever a configuration holds, evaluating it ends and throws nothing", () => {
  const part = fc.oneof(
    fc.constantFrom("Match", "Include", "/c", "=", '"', "User", "all", "10.0.0.0/8", "!", "*", "\n", " "),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      effective(new Map(), told({ "/c": parts.join(" "), "/d": "Include /c /d\n" }), root);
    }),
  );
});

const users = ["root", "daemon", "www-data", "nobody"];
const addresses = [
  "10.0.0.1",
  "10.1.2.3",
  "192.0.2.1",
  "192.0.2.77",
  "127.0.0.1",
  "2001:db8::1",
  "2001:db8:1::9",
  "::1",
];
const criterion = fc.oneof(
  fc.constantFrom("root", "!root,*", "d*", "www-data,root", "*,!daemon", "?oot", "nobody").map((it) => `User ${it}`),
  fc.constantFrom("root", "daemon", "!root,*", "www-*", "nogroup").map((it) => `Group ${it}`),
  fc
    .constantFrom(
      ...["10.0.0.0/8", "10.0.0.0/8,!10.1.0.0/16", "192.0.2.*", "192.0.2.?", "!192.0.2.1,*", "2001:db8::/32", "*"],
      ...["2001:db8:1::/48,127.0.0.1", "::1", "0.0.0.0/0", "::/0", "10.1.2.3", "2001:*"],
    )
    .map((it) => `Address ${it}`),
  fc.constantFrom("*.example.com", "gate.example.com", "!gate.example.com,*", "GATE.*").map((it) => `Host ${it}`),
  fc.constantFrom("22", "2222").map((it) => `LocalPort ${it}`),
  fc.constantFrom("127.0.0.1", "192.0.2.0/24").map((it) => `LocalAddress ${it}`),
);
const match = fc.oneof(
  { weight: 1, arbitrary: fc.constant("Match all") },
  {
    weight: 8,
    arbitrary: fc
      .array(criterion, { minLength: 1, maxLength: 3 })
      .chain((all) =>
        fc.constantFrom(
          `Match ${all.join(" ")}`,
          `match ${all.join("  ").toUpperCase().startsWith("X") ? "" : all.join("  ")}`,
          `Match ${all.map((it) => it.replace(" ", "=")).join(" ")}`,
          `Match ${all.map((it) => it.replace(/ (.*)/, ' "$1"')).join(" ")} # ours`,
        ),
      ),
  },
);
const setting = fc.constantFrom(
  ...[
    "PermitRootLogin yes",
    "PermitRootLogin no",
    "PermitRootLogin prohibit-password",
    "permitrootlogin=forced-commands-only",
  ],
  ...[
    "PasswordAuthentication yes",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication yes",
    "PubkeyAuthentication no",
  ],
  ...["ChallengeResponseAuthentication no", "PermitEmptyPasswords yes", "X11Forwarding yes", "X11Forwarding No"],
  ...["AllowTcpForwarding local", "AllowTcpForwarding all", "GatewayPorts clientspecified", "PermitTunnel ethernet"],
  ...["AuthenticationMethods publickey,password publickey,keyboard-interactive", "AuthenticationMethods any"],
  ...[
    "AllowUsers root",
    'AllowUsers ada "bob" eve@10.*',
    "DenyUsers daemon",
    "AllowGroups root www-data",
    "DenyGroups nogroup",
  ],
  ...[
    "AuthorizedKeysFile /etc/k/%u .ssh/k",
    "AuthorizedKeysFile none",
    "ForceCommand /bin/echo a  b",
    "ForceCommand none",
  ],
  ...[
    "PubkeyAuthOptions verify-required",
    "PubkeyAuthOptions touch-required verify-required",
    "AllowAgentForwarding no",
  ],
  ...["TrustedUserCAKeys none", "AuthorizedPrincipalsFile %h/p", "PubkeyAcceptedAlgorithms ssh-ed25519,rsa-sha2-512"],
  ...["AuthorizedKeysCommand /bin/keys %u", "AuthorizedKeysCommandUser nobody", "GSSAPIAuthentication yes"],
);
const lines = (includes: readonly string[]) =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: match },
      { weight: 5, arbitrary: setting },
      { weight: 1, arbitrary: fc.constantFrom("", "# Match User root", ...includes.map((it) => `Include ${it}`)) },
    ),
    { maxLength: 14 },
  );
const inner = join(folder, "inner.conf");
const [one, two] = [join(folder, "d/1.conf"), join(folder, "d/2.conf")];
const wish = fc.record({
  main: lines([inner, `${folder}/d/*.conf`, `"${two}" ${one}`]),
  inner: lines([one]),
  one: lines([]),
  two: lines([]),
  connections: fc.array(
    fc.record({
      user: fc.constantFrom(...users),
      address: fc.constantFrom(...addresses),
      host: fc.constantFrom("gate.example.com", "Other.example.com", "gate.example.net"),
      localAddress: fc.constantFrom("127.0.0.1", "192.0.2.9", "::1"),
      localPort: fc.constantFrom(22, 2222),
    }),
    { minLength: 5, maxLength: 5 },
  ),
});

test.skipIf(sshd === "")("tells the same as sshd itself, for generated configurations and connections", () => {
  const key = join(folder, "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  execFileSync("mkdir", ["-p", join(folder, "d")]);
  const file = join(folder, "sshd_config");
  const ask = (...args: readonly string[]) => {
    const { status, stdout } = spawnSync(sshd, ["-T", "-f", file, ...args], { encoding: "utf8" });
    // No daemon runs with what it refuses, such as the word any twice.
    fc.pre(status === 0);
    return settingsByKeyword(parseSettings(stdout));
  };
  const groups = new Map(
    users.map((it) => [it, execFileSync("id", ["-Gn", it], { encoding: "utf8" }).trim().split(" ")]),
  );
  const relevant = (settings: ReadonlyMap<string, readonly string[]>) =>
    Object.fromEntries(relevantKeywords.map((it) => [it, settings.get(it)]));
  let blocks = 0;
  const holds = fc.property(wish, ({ connections, ...written }) => {
    writeFileSync(file, `HostKey ${key}\nAuthorizedKeysCommandUser daemon\n${written.main.join("\n")}\n`);
    writeFileSync(inner, `${written.inner.join("\n")}\n`);
    writeFileSync(one, `${written.one.join("\n")}\n`);
    writeFileSync(two, `${written.two.join("\n")}\n`);
    const config = told(Object.fromEntries([file, inner, one, two].map((it) => [it, readFileSync(it, "utf8")])));
    const base = ask("-C", "lport=65535");
    for (const it of connections) {
      const spec = `user=${it.user},host=${it.host},addr=${it.address},laddr=${it.localAddress},lport=${it.localPort}`;
      const asked = relevant(ask("-C", spec));
      const { settings, unsure } = effective(base, config, { ...it, groups: groups.get(it.user) ?? [] });
      expect(unsure).toEqual(new Set());
      expect(relevant(settings), spec).toEqual(asked);
      if (JSON.stringify(asked) !== JSON.stringify(relevant(base))) blocks++;
    }
  });
  fc.assert(holds, { numRuns: 60 });
  // The conditions of most configurations must not be such that nobody ever comes under them.
  expect(blocks).toBeGreaterThan(30);
});
