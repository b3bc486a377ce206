import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mistakesOf, told } from "../../../test/estate-mistakes.ts";
import { formatMistakes } from "../mistakes/mistake.ts";

const everything = (text: string, file = "estate.yaml"): string => {
  const mistakes = mistakesOf({ [file]: text });
  return `${JSON.stringify(mistakes)}\n${formatMistakes(mistakes, { colour: false })}`;
};

describe("a secret that is written down", () => {
  it("is a mistake that says how to refer to it, and isn't shown", () => {
    const text = "estate: example\ndatabases:\n  orders: { kind: redis, address: a, password: hunter2, adress: b }\n";
    expect(
      formatMistakes(mistakesOf({ "estate.yaml": text }), { colour: false }),
    ).toBe(`estate.yaml:3:48: \`databases.orders.password\` holds a secret itself; say where it is instead: env:NAME, file:PATH or exec:COMMAND
  3 |   orders: { kind: redis, address: a, password: [secret], adress: b }
    |                                                ^^^^^^^

estate.yaml:3:57: \`databases.orders\` can't have the key \`adress\`
  3 |   orders: { kind: redis, address: a, password: [secret], adress: b }
    |                                                          ^^^^^^
  did you mean address?`);
  });

  it("is found under any key that looks like one", () => {
    expect(
      told("estate: example\nhosts:\n  web1: {sshPrivateKey: hunter2, api_key: 12345, token: env:TOKEN}\n"),
    ).toEqual([
      expect.stringContaining("can't have the key `sshPrivateKey`"),
      expect.stringContaining("`hosts.web1.sshPrivateKey` holds a secret itself"),
      expect.stringContaining("can't have the key `api_key`"),
      expect.stringContaining("`hosts.web1.api_key` holds a secret itself"),
      expect.stringContaining("can't have the key `token`"),
    ]);
  });

  it("is found inside a URL", () => {
    expect(told("estate: example\nendpoints:\n  a: {url: 'https://bob:hunter2@example.com/'}\n")).toEqual([
      "3: `endpoints.a.url` holds a user name and password inside a URL; leave them out",
    ]);
  });

  it("isn't suspected in references, in names that the user chose, or in folders of secrets", () => {
    const text = `estate: example
databases:
  token-store: {kind: redis, address: "localhost:6379", password: "file:/etc/holdfast/token"}
hosts: {password-host: {secretFolders: [/etc/secrets]}}
`;
    expect(told(text)).toEqual([]);
  });
});

describe("a secret is never shown", () => {
  const frames: readonly ((secret: string) => string)[] = [
    (s) => `estate: example\ndatabases:\n  a:\n    kind: x\n    password: ${s}\n`,
    (s) => `estate: example\ndatabases:\n  a: {password: "${s}", kind: x}\n`,
    (s) => `estate: example\ndatabases:\n  a: {password: ['${s}'], kind: x}\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password: |\n      first\n      ${s}\n    kind: x\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password: |\n      first\n      ${s}\n    kind: [\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password: "first\n      ${s}\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password:\n    - ${s}\n    kind: ]\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password: *${s}\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password: !${s} x\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password: @${s}\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password: a: ${s}\n`,
    (s) => `estate: example\ndatabases: {a: {"pass\\u0077ord": "${s}", kind: x}}\n`,
    (s) => `estate: example\nhosts: {a: {transport: x}} # password: ${s}\n`,
    (s) => `estate: example\nendpoints: {a: {url: "ftp://bob:${s}@example.com", exposure: x}}\n`,
    (s) => `estate: example\nsystems: {a: {owner: "https://bob:${s}@example.com", environment: x}}\n`,
    (s) => `{"estate": "example", "databases": {"a": {"kind": "x", "password": "${s}", "b": 1}}}`,
    (s) => `{"estate": "example", "databases": {"a": {"kind": "x", "password": "${s}", "b": }}}`,
    (s) => `estate: example\npassword: ${s}\npassword: ${s}\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password:\n      - @${s}\n`,
    (s) => `estate: example\ndatabases:\n  a:\n    password:\n    - @${s}\n`,
    (s) => `estate: example\nhosts: {a: {}}\nhosts: {a: {token: ${s}}, b: {token: ${s}}}\n`,
    (s) => `estate: example\nhosts: {a: {? [x] : y, "tok\\u0065n": ${s}}}\nhosts: 1\n`,
    (s) => `estate: example\nroster: {csv: people.csv, token: ${s}}\n`,
  ];

  it.each(frames.map((frame, index) => [index, frame] as const))("in frame %i, well formed or not", (_, frame) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{12}$/), (noise) => {
        const secret = `Q${noise}Z`;
        for (const file of ["estate.yaml", "estate.json"]) {
          const shown = everything(frame(secret), file);
          expect(shown).not.toContain(secret);
          expect(shown.length).toBeGreaterThan(10);
        }
      }),
      { numRuns: 10 },
    );
  });
});

it("A secret in a roster isn't shown", () => {
  const files = {
    "estate.yaml": "estate: example\nroster: {csv: people.csv}\n",
    "people.csv": "name,password,status\nada,hunter2,gone\nbob,hunter2\n",
  };
  const mistakes = mistakesOf(files);
  expect(mistakes.map((it) => `${it.line}: ${it.message}`)).toEqual([
    "1: a roster can't have this column; it can have name, fullName, email, status, left, roles, accounts, keys",
    "2: `people.ada.status` must be active, leave or left, found `gone`",
    "3: this row has 2 cells, the header has 3",
  ]);
  expect(formatMistakes(mistakes, { colour: false })).not.toContain("hunter2");
});
