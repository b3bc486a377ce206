import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testbedHas } from "../../../test/bed/program.ts";
import { prepareSlapd, slapdAllows } from "../../../test/bed/slapd.ts";
import { allowedBy, parseAccessRule, reads, type Subject, sameName, writes } from "./acl.ts";

test("reads a rule as cn=config keeps it", () => {
  expect(
    parseAccessRule(
      '{1}to attrs=userPassword,shadowLastChange by dn.exact="cn=a b,dc=c" write by * none break',
      "dc=c",
    ),
  ).toEqual({
    ...{ place: "{1}to attrs=userPassword,shadowLastChange of dc=c", what: ["attrs=userPassword,shadowLastChange"] },
    ...{ attributes: ["userpassword", "shadowlastchange"], partial: false },
    by: [
      { who: ["dn.exact=cn=a b,dc=c"], level: "write", control: "stop" },
      { who: ["*"], level: "none", control: "break" },
    ],
  });
  expect(parseAccessRule("by * write", "dc=c")).toBeUndefined();
  expect(parseAccessRule("to", "dc=c")).toBeUndefined();
});

test("any text is a rule or is none", () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("to", "by", "*", "users", "write", "break", 'dn="', "attrs=", "=rw"),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const rule = parseAccessRule(words.join(" "), "dc=c");
      if (rule !== undefined) expect(allowedBy([rule], { groups: new Set() }, "entry", writes)).toBeInstanceOf(Array);
    }),
  );
});

const base = "dc=example,dc=com";
const [ada, bob, victim] = ["ada", "bob", "victim"].map((it) => `uid=${it},${base}`) as [string, string, string];
const person = (name: string) =>
  `dn: uid=${name},${base}\nobjectClass: account\nobjectClass: simpleSecurityObject\nuid: ${name}\nuserPassword: x\n`;
const group = `dn: cn=staff,${base}\nobjectClass: groupOfNames\ncn: staff\nmember: ${bob}\n`;
const entries = [...["ada", "bob", "victim"].map(person), group].join("\n");

describe.skipIf(!testbedHas("slapd"))("compared with what the server's own tool says", () => {
  const who = fc.constantFrom(
    ...["*", "users", "anonymous", "self", `dn.exact="${ada}"`, `dn="${bob}"`, `dn.subtree="${base}"`],
    ...[`dn.children="dc=com"`, `dn.one="${base}"`, `dn.base="UID=Ada, ${base}"`, `group.exact="cn=staff,${base}"`],
    `group="cn=none,${base}"`,
  );
  const level = fc.constantFrom("none", "auth", "compare", "search", "read", "write", "manage", "=rscx", "=w", "=xd");
  const control = fc.constantFrom("", "", "", " break", " continue", " stop");
  const by = fc.tuple(who, level, control).map(([a, b, c]) => `by ${a} ${b}${c}`);
  const what = fc.constantFrom("*", "*", "attrs=userPassword", "attrs=entry,uid", "attrs=uid");
  const rule = fc.tuple(what, fc.array(by, { minLength: 1, maxLength: 4 })).map(([a, b]) => `to ${a} ${b.join(" ")}`);
  const subjects: readonly Subject[] = [
    { groups: new Set() },
    { dn: ada, groups: new Set() },
    { dn: bob, groups: new Set([sameName(`cn=staff,${base}`)]) },
  ];

  test("says of 30 generated sets of rules who may read and write what", () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), (texts) => {
        const { config } = prepareSlapd({ entries, database: texts.map((it) => `olcAccess: ${it}`) });
        const rules = [...texts, 'to dn.base="" by * read'].flatMap((it) => parseAccessRule(it, base) ?? []);
        expect(rules).toHaveLength(texts.length + 1);
        const attributes = ["userPassword", "entry"];
        const asked = attributes.flatMap((it) => ["write", "read", "search", "compare"].map((one) => `${it}/${one}`));
        for (const subject of subjects) {
          const real = slapdAllows(config, subject.dn, victim, asked);
          for (const attribute of attributes) {
            const told = (may: typeof reads) => {
              const found = allowedBy(rules, subject, attribute.toLowerCase(), may);
              expect(found.every(({ sure }) => sure)).toBe(true);
              return found.length > 0;
            };
            const reading = ["read", "search", "compare"].some((it) => real.includes(`${attribute}/${it}`));
            const shown = [subject.dn, attribute, texts];
            expect([told(writes), ...shown]).toEqual([real.includes(`${attribute}/write`), ...shown]);
            expect([told(reads), ...shown]).toEqual([reading, ...shown]);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
