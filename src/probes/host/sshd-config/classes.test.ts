import fc from "fast-check";
import { expect, test } from "vitest";
import { sourceClasses } from "./classes.ts";
import { matchAddresses } from "./patterns.ts";

test("ranges divide the addresses, and what is in none is elsewhere", () => {
  expect(sourceClasses(["10.0.0.0/8,!10.1.0.0/16", "192.0.2.*", "::1", "root"])).toEqual({
    classes: [
      { name: "elsewhere", address: "198.51.100.1" },
      { name: "elsewhere (IPv6)", address: "2001:db8::1" },
      { name: "10.0.0.0/8 (without 10.1.0.0/16)", address: "10.0.0.1" },
      { name: "10.1.0.0/16", address: "10.1.0.1" },
      { name: "192.0.2.0/24", address: "192.0.2.1" },
      { name: "::1", address: "::1" },
    ],
    exampled: [],
    beyond: 0,
  });
  expect(sourceClasses(["0.0.0.0/0"]).classes.map(({ name }) => name)).toEqual(["elsewhere (IPv6)", "0.0.0.0/0"]);
  expect(sourceClasses(["10.?.0.1"])).toMatchObject({ exampled: ["10.?.0.1"] });
});

test("every address is decided as the one that stands for its class", () => {
  const octet = fc.constantFrom(0, 1, 10, 127, 128, 255);
  const address = fc.tuple(octet, octet, octet, octet).map((it) => it.join("."));
  const range = fc.tuple(address, fc.constantFrom(0, 1, 7, 8, 9, 16, 24, 31, 32)).map(([it, length]) => {
    const bits = it.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    const base = length === 0 ? 0n : (bits >> BigInt(32 - length)) << BigInt(32 - length);
    return `${[24n, 16n, 8n, 0n].map((shift) => (base >> shift) & 255n).join(".")}/${length}`;
  });
  const list = fc
    .array(fc.tuple(fc.boolean(), range), { minLength: 1, maxLength: 4 })
    .map((all) => all.map(([negated, it]) => `${negated ? "!" : ""}${it}`).join(","));
  fc.assert(
    fc.property(fc.array(list, { maxLength: 4 }), address, (lists, somebody) => {
      const { classes } = sourceClasses(lists);
      const decisions = (from: string) => JSON.stringify(lists.map((it) => matchAddresses(from, it)));
      expect(classes.map((it) => decisions(it.address))).toContain(decisions(somebody));
    }),
    { numRuns: 1000 },
  );
});
