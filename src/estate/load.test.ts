import { describe, expect, it } from "vitest";
import { mistakesOf, told } from "../../test/estate-mistakes.ts";
import { parseEstate } from "./load.ts";
import { formatMistakes } from "./mistakes/mistake.ts";

const report = (text: string): string => formatMistakes(mistakesOf({ "estate.yaml": text }), { colour: false });

describe("an estate without mistakes", () => {
  it("is given with the schema's defaults", () => {
    const { estate } = parseEstate([{ file: "estate.yaml", text: "estate: example\nhosts: {web1: {}}\n" }]);
    expect(estate.hosts["web1"]).toEqual({
      transport: "local",
      listeners: [],
      units: [],
      unitsDecided: false,
      adminRoles: [],
      passwordHashes: false,
      secretFolders: [],
      scanFolders: [],
      sudo: false,
      admins: [],
    });
    expect(estate.policy.rsaBits).toBe(3072);
  });

  it("tells where each part was declared", () => {
    const { place } = parseEstate([
      { file: "a.yaml", text: "estate: example\n" },
      { file: "b.json", text: '{\n\t"hosts": {\n\t\t"web1": { "transport": "local" }\n\t}\n}' },
    ]);
    expect(place(["estate"])).toEqual({ file: "a.yaml", line: 1, column: 9 });
    expect(place(["hosts", "web1"])).toEqual({ file: "b.json", line: 3, column: 3 });
    expect(place(["hosts", "web1", "transport"])).toEqual({ file: "b.json", line: 3, column: 26 });
    expect(place(["hosts", "web2"])).toBeUndefined();
  });

  it("is united from several files: maps unite and lists join", () => {
    const { estate, files } = parseEstate([
      {
        file: "a.yaml",
        text: "estate: example\nzones: {a: {networks: [192.0.2.0/24]}}\nflows: [{from: a, to: b, ports: [1]}]",
      },
      { file: "b.yaml", text: "zones: {b: {networks: [192.0.2.1]}}\nflows: [{from: b, to: a, ports: [2]}]" },
    ]);
    expect(Object.keys(estate.zones)).toEqual(["a", "b"]);
    expect(estate.flows.map((it) => it.ports)).toEqual([[1], [2]]);
    expect(files).toEqual(["a.yaml", "b.yaml"]);
  });

  it("may use anchors and aliases", () => {
    const text = "estate: example\nhosts:\n  a: &usual\n    listeners: [{port: 22}]\n  b: *usual\n";
    const { estate } = parseEstate([{ file: "estate.yaml", text }]);
    expect(estate.hosts["b"]).toEqual(estate.hosts["a"]);
  });

  it("warns of what nothing uses and of owners who left", () => {
    const text = `
estate: example
environments: {production: {kind: production}}
systems: {shop: {environment: production, owner: mary}}
hosts: {web1: {admins: [mary]}}
people: {mary: {status: left}}
`;
    expect(parseEstate([{ file: "estate.yaml", text }]).warnings).toEqual([
      "No system uses the host web1, so nothing is concluded from it.",
      "The owner of the system shop, mary, has left.",
      "mary administers the host web1 and has left.",
    ]);
  });
});

describe("mistakes", () => {
  it("are shown like a compiler shows them, all at once, in the order of the file", () => {
    expect(
      report(`estate: 2027
enviroments: {}
systems:
  shop:
    enviroment: production
    criticality: hgh
hosts:
  web1:
    transport: shh
    listeners:
      - { port: "22", clients: locl }
`),
    ).toBe(`estate.yaml:1:9: \`estate\` must be text, found the number 2027
  1 | estate: 2027
    |         ^^^^
  did you mean "2027"?

estate.yaml:2:1: an estate can't have the key \`enviroments\`
  2 | enviroments: {}
    | ^^^^^^^^^^^
  did you mean environments?

estate.yaml:5:5: \`systems.shop\` can't have the key \`enviroment\`
  5 |     enviroment: production
    |     ^^^^^^^^^^
  did you mean environment?

estate.yaml:6:18: \`systems.shop.criticality\` must be low, medium, high or very-high, found \`hgh\`
  6 |     criticality: hgh
    |                  ^^^
  did you mean high?

estate.yaml:9:16: \`hosts.web1.transport\` must be local, ssh or container, found \`shh\`
  9 |     transport: shh
    |                ^^^
  did you mean ssh?

estate.yaml:11:17: \`hosts.web1.listeners[0].port\` must be a number, found \`22\`
  11 |       - { port: "22", clients: locl }
     |                 ^^^^
  did you mean 22?

estate.yaml:11:32: \`hosts.web1.listeners[0].clients\` must be local, anyone or undecided, found \`locl\`
  11 |       - { port: "22", clients: locl }
     |                                ^^^^
  did you mean local?`);
  });

  it("are coloured only when asked", () => {
    const mistakes = mistakesOf({ "estate.yaml": "estate: example\nhost: {}\n" });
    expect(formatMistakes(mistakes, { colour: false })).not.toContain("\u001b");
    expect(formatMistakes(mistakes, { colour: true })).toContain("\u001b[31m^^^^\u001b[39m");
  });

  it("point to the parent for a missing key, and list the keys that are possible where none is near", () => {
    expect(told("estate: example\nflows:\n  - {from: a, ports: [1]}\nendpoints:\n  shop: {zzzzzz: 1}\n")).toEqual([
      "3: `flows[0]` lacks the key `to`: text",
      "3: `flows[0].from` names the zone `a`, which isn't declared under `zones`; the estate declares no zones",
      "5: `endpoints.shop` lacks the key `url`: text",
      "5: `endpoints.shop` can't have the key `zzzzzz`; it can have url, connect, plain, exposure, confidential, methods, technology, paths, downloads, trust, outside, ctLogs, startTls, paddingOracles, admin, origin, seenFromOutside, firewall",
    ]);
    expect(told("hosts: {}\n")).toEqual(["1: the estate lacks the key `estate`: text"]);
  });

  it("say of every kind of value what was found and what is expected", () => {
    expect(
      told(`estate: example
environments: []
hosts:
  bad name: {}
  a:
    listeners:
      - {port: 0, admin: "yes"}
      - {port: 70000, clients: [10.0.0.0/33]}
      - {port: 1.5, clients: []}
      - {port: 80, clients: 5}
endpoints:
  a: {url: "ftp://example.com", plain: "https://example.com", paths: [x]}
  b: {url: }
people:
  ann: {email: ann, roles: {}}
policy: {evidenceMaxAgeHours: 0, certificateRemainingShare: 2}
systems:
  s: {environment: "", notApplicable: [{because: no}]}
`),
    ).toEqual([
      "2: `environments` must be a map of names, found an empty list",
      "4: `bad name` must be a name: letters, digits, dot, dash, underscore; at most 63",
      "7: `hosts.a.listeners[0].port` must be at least 1, found the number 0",
      "7: `hosts.a.listeners[0].admin` must be true or false, found `yes`",
      "8: `hosts.a.listeners[1].port` must be at most 65535, found the number 70000",
      "8: `hosts.a.listeners[1].clients[0]` must be an address range such as 10.1.0.0/16 or an IP address, found `10.0.0.0/33`",
      "9: `hosts.a.listeners[2].port` must be a whole number, found the number 1.5",
      "9: `hosts.a.listeners[2].clients` must be a list of at least 1 entry, found an empty list",
      "10: `hosts.a.listeners[3].clients` must be local, anyone or undecided or a list, found the number 5",
      "12: `endpoints.a.url` must be a URL that starts with https://, or tls:// where no HTTP is spoken, found `ftp://example.com`",
      "12: `endpoints.a.plain` must be a URL that starts with http://, found `https://example.com`",
      "12: `endpoints.a.paths[0]` must be text that starts with /, found `x`",
      "13: `endpoints.b.url` must be text, found nothing",
      "15: `people.ann.email` must be an e-mail address, found `ann`",
      "15: `people.ann.roles` must be a list, found a map",
      "16: `policy.evidenceMaxAgeHours` must be more than 0, found the number 0",
      "16: `policy.certificateRemainingShare` must be at most 1, found the number 2",
      "18: `systems.s.environment` must be a name: letters, digits, dot, dash, underscore; at most 63, found empty text",
      "18: `systems.s.notApplicable[0]`: name a requirement or a kind of subject",
      "18: `systems.s.notApplicable[0].because` must be text of at least 10 characters, found `no`",
    ]);
  });

  it("name both places of what is given twice", () => {
    expect(told("estate: a\nhosts:\n  web1: {}\n  web1: {}\nestate: b\n")).toEqual([
      "4: `web1` is given twice: here and in line 3",
      "5: `estate` is given twice: here and in line 1",
    ]);
    expect(
      mistakesOf({ "a.yaml": "estate: a\nhosts: {web1: {}}", "b.yaml": "estate: b\nhosts:\n  web1: {}" }).map(
        (it) => `${it.file}:${it.line}: ${it.message}`,
      ),
    ).toEqual([
      "b.yaml:1: `estate` is given twice: here and in a.yaml, line 1",
      "b.yaml:3: `hosts.web1` is given twice: here and in a.yaml, line 2",
    ]);
  });

  it("of the other files are told too when one file can't be read as YAML", () => {
    const files = {
      "a.yaml": "estate: example\nhosts: [",
      "b.yaml": "hosts: {web1: {transport: shh}}\nsystems: {s: {owner: ada}}",
    };
    expect(mistakesOf(files).map((it) => `${it.file}:${it.line}: ${it.message}`)).toEqual([
      "a.yaml:2: the indentation doesn't fit: entries of one map or list start in the same column; or a bracket is left open",
      "b.yaml:1: `hosts.web1.transport` must be local, ssh or container, found `shh`",
    ]);
  });

  it("never carry characters that a terminal acts on", () => {
    const text = 'estate: "\\e[31mred\\u202e"\n"\\e[2Jkey": 1 # \u202e\u0085\t\n';
    const mistakes = mistakesOf({ "estate.yaml": text });
    expect(mistakes).toHaveLength(2);
    for (const { message, excerpt } of mistakes) {
      expect(message + excerpt).not.toMatch(/\p{Cc}|\p{Cf}/u);
    }
  });

  it("show a window of a long line, with the caret in it", () => {
    const text = `{"estate": "example", "hosts": {"${"a".repeat(60)}": {"units": ["${"x".repeat(500)}"], "transport": "shh"}}}`;
    const [mistake] = mistakesOf({ "estate.json": text });
    expect(mistake?.excerpt).toHaveLength(160);
    expect(mistake?.excerpt.slice(mistake.caret, mistake.caret + mistake.length)).toBe('"shh"');
  });
});
