import type { SudoCase, SudoQuestion, SudoWorld } from "./sudo.ts";

export const world: SudoWorld = {
  passwd: [
    ...["root:x:0:0:root:/root:/bin/sh", "ada:x:1001:1001::/:/bin/sh", "ben:x:1002:1002::/:/bin/sh"],
    ...["eve:x:1003:1003::/:/bin/sh", "web:x:1004:1004::/:/bin/sh", "db-1:x:1005:1005::/:/bin/sh", ""],
  ].join("\n"),
  group: [
    ...["root:x:0:", "ada:x:1001:", "ben:x:1002:", "eve:x:1003:", "web:x:1004:", "db-1:x:1005:"],
    ...["staff:x:1101:ada,ben", "ops:x:1102:ada", "two words:x:1103:eve", "nobody:x:65534:", "nogroup:x:65533:", ""],
  ].join("\n"),
  names: ["web1", "web1.example.com"],
  address: "192.0.2.7/24",
  programs: ["/srv/bin/show", "/srv/bin/edit", "/srv/sbin/serve", "/srv/bin/a,b", "/srv/bin/.hidden"],
};

const users = ["ada", "ben", "eve"];
const becoming = ["root", "web", "db-1", "ada"];
const groups = ["ops", "staff", "web"];

/** Numbers that look random and are the same in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 12345;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

/** A sudoers file with all that may stand in one, and questions about it. */
export function generatedSudoers(seed: number): SudoCase {
  const below = numbers(seed);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const maybe = <T, U>(share: number, make: () => T, otherwise: U): T | U => (below(100) < share ? make() : otherwise);
  const many = <T>(most: number, make: () => T): readonly T[] => Array.from({ length: 1 + below(most) }, make);
  const comma = () => pick([",", ", ", " , ", ",\\\n   "]);
  const list = (most: number, make: () => string) => {
    const separator = comma();
    return many(most, () => maybe(15, () => "!", "") + make()).join(separator);
  };
  const user = () =>
    pick(
      [
        "ada",
        "ben",
        "eve",
        "ALL",
        "#1001",
        "#1003",
        "%staff",
        "%ops",
        "%#1102",
        "ADMINS",
        "OTHERS",
        "Ada",
        '"ben"',
      ].concat('"%two words"', "%two\\ words", "NOWHERE", "\\x65ve"),
    );
  const host = () =>
    pick(
      [
        "ALL",
        "ALL",
        "ALL",
        "web1",
        "web1.example.com",
        "web*",
        "192.0.2.7",
        "192.0.2.0/24",
        "192.0.2.0/255.255.255.0",
      ].concat("198.51.100.0/24", "192.0.2.0", "HERE", "web[2-9]", "WEB1"),
    );
  const runAs = () => pick(["root", "web", "ALL", "#0", "#1004", "%staff", "%web", "SERVANTS", "db-1", '"db-1"']);
  const runGroup = () => pick(["ops", "staff", "ALL", "#1102", "KIN"]);
  const args = () =>
    pick([
      "",
      "",
      ' ""',
      " x",
      " x y",
      " *",
      " x*",
      " -f *",
      " x\\,y",
      " a=b",
      " [a-c]?",
      " \\*",
      " x \\\n y",
      " ^[xy]+$",
      " [!x]*",
      " \\:1",
      " #",
      " a\\=b",
    ]);
  const program = () =>
    pick(
      [
        "/srv/bin/show",
        "/srv/bin/edit",
        "/srv/sbin/serve",
        "/srv/bin/",
        "/srv/bin/*",
        "/srv/*/serve",
        "/srv/bin/[es]*",
      ].concat("/srv/bin/a\\,b", "^/srv/s?bin/s.*$", "/srv/*/*"),
    );
  const command = () =>
    pick([
      () => {
        const path = program();
        return path.endsWith("/") ? path : path + args();
      },
      () => pick(["ALL", "TOOLS", "MORE", "sudoedit /srv/x", "sudoedit /srv/*", "sudoedit", "NONE"]),
    ])();
  const tags = () =>
    pick([
      "",
      "",
      "",
      "NOPASSWD: ",
      "PASSWD:",
      "NOPASSWD : ",
      "NOEXEC:NOPASSWD:",
      "SETENV: ",
      "NOSETENV: NOPASSWD: ",
      "LOG_OUTPUT: ",
    ]);
  const options = () =>
    maybe(
      15,
      () =>
        pick([
          "CWD=/ ",
          "TIMEOUT=8h ",
          "NOTAFTER=20200101000000Z ",
          "NOTBEFORE=20200101000000Z ",
          "NOTBEFORE=29990101000000Z ",
        ]),
      "",
    );
  const runs = () =>
    pick([
      () => "",
      () => "",
      () => `(${list(2, runAs)}) `,
      () => `(${list(2, runAs)} : ${list(2, runGroup)}) `,
      () => `(: ${list(2, runGroup)}) `,
      () => pick(["() ", "(ALL) ", "(ALL:ALL) ", "(root) ", "(root:) "]),
    ])();
  const commands = () => {
    const separator = comma();
    return many(3, () => runs() + options() + tags() + maybe(12, () => pick(["!", "!!"]), "") + command()).join(
      separator,
    );
  };
  const rule = () =>
    `${list(2, user)} ${many(2, () => `${list(1, host)} = ${commands()}`).join(" : ")}${maybe(10, () => " # why", "")}`;
  const settings = () =>
    pick([
      "!authenticate",
      "authenticate",
      "runas_default=web",
      "runas_default=root",
      "env_reset, !authenticate",
      "!fast_glob",
      'secure_path="/srv/bin:/usr/bin"',
      "exempt_group = ops",
      "timestamp_timeout=0",
      'env_keep += "A B"',
    ]);
  const defaults = () =>
    `Defaults${pick([() => "", () => `:${list(2, user)}`, () => `@${list(1, host)}`, () => `>${list(1, runAs)}`, () => `!${pick(["TOOLS", "/srv/bin/show", "ALL"])}`])()} ${settings()}`;
  const flaw = () =>
    pick([
      "ada ALL = ",
      "ben ALL (root) /srv/bin/show",
      "eve = ALL",
      "User_Alias low = ada",
      "ada ALL = NOPASSWD: CWD=/ /srv/bin/show",
      "Defaults",
      "ada ALL = show",
      "ada ALL=(root ALL",
      "(:)",
      "ben ALL = ALL, ",
    ]);
  const line = () => {
    const kind = below(100);
    if (kind < 68) return rule();
    if (kind < 80) return maybe(50, defaults, rule());
    if (kind < 84) return flaw();
    if (kind < 88) return pick(["# a comment \\", "   ", "#comment", "  # ALL ALL = ALL"]);
    return rule();
  };
  const aliases = [
    `User_Alias ADMINS = ${pick(["ada", "%ops", "ada, !ben", "ALL, !eve"])} : OTHERS = ${pick(["ben", "!ADMINS", "%staff, !ada", "ADMINS, eve"])}`,
    `Runas_Alias SERVANTS = ${pick(["web, db-1", "ALL, !root", "%web"])} : KIN = ${pick(["ops", "ALL, !staff", "#1101"])}`,
    `Host_Alias HERE = ${pick(["web1", "192.0.2.0/24", "ALL, !web2", "web2"])}`,
    `Cmnd_Alias TOOLS = ${pick(["/srv/bin/", "/srv/bin/show x, /srv/bin/edit", "ALL, !/srv/bin/show"])} : MORE = ${pick(["TOOLS, !/srv/bin/edit", "/srv/sbin/*, sudoedit /srv/x", "!TOOLS"])}`,
  ];
  const head = ["Defaults !mail_no_user, !mail_badpass, !mail_no_host, !mail_no_perms, listpw=never"];
  const included = maybe(
    40,
    () => ({
      "10-more": `${line()}\n`,
      "9-first": `${line()}`,
      "x.not": "ALL ALL=(ALL) NOPASSWD: ALL\n",
      "y~": "ALL ALL = ALL\n",
    }),
    {},
  );
  const lines = [...head, ...aliases.filter(() => below(10) > 0), ...many(4, line)];
  const include = pick([
    "@includedir /mnt/d",
    "#includedir /mnt/d",
    "#include /mnt/d/10-more",
    "@include ../mnt/d/10-more",
  ]);
  if (below(2) === 0) lines.splice(1 + below(lines.length), 0, include);
  // Whoever stays what they are needs no rule for a group of their own, and so is not asked about.
  const question = (): SudoQuestion => ({
    user: pick(users),
    runAs: pick(becoming),
    ...maybe(15, () => ({ runAs: pick(["root", "web", "db-1"]), runGroup: pick(groups) }), {}),
    command: pick([
      ["/srv/bin/show"],
      ["/srv/bin/show", "x"],
      ["/srv/bin/show", "x", "y"],
      ["/srv/bin/edit"],
      ["/srv/sbin/serve", "a=b"],
      ["/srv/sbin/serve"],
      ["/srv/bin/a,b"],
      ["/srv/bin/edit", "x,y"],
      ["/srv/bin/edit", "b1"],
      ["/srv/bin/.hidden"],
      ["/srv/bin/show", ":1"],
    ]),
  });
  return { sudoers: `${lines.join("\n")}\n`, included, questions: Array.from({ length: 8 }, question) };
}
