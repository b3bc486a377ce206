import { expect, test } from "vitest";
import type { RosterPerson } from "./facts.ts";
import { united } from "./people.ts";

const person = (id: string, more: Partial<RosterPerson> = {}): RosterPerson => ({
  ...{ id, status: "active", statusBy: "it", roles: [], accounts: [], keys: [] },
  ...more,
});

test("two sources speak of one person by name or address, and whoever left in one of them has left", () => {
  const file = [person("ann", { email: "ann@example.com", keys: ["SHA256:a"] }), person("bob")];
  const directory = [
    person("a.example", { email: "Ann@example.com", accounts: ["a.example"] }),
    person("Bob", { status: "left", left: "2026-11-01" }),
  ];
  for (const sources of [
    [file, directory],
    [directory, file],
  ]) {
    const all = united(sources);
    expect(all).toHaveLength(2);
    expect(all[0]).toMatchObject({ status: "active", keys: ["SHA256:a"], accounts: ["a.example"] });
    expect(all[1]).toMatchObject({ status: "left", left: "2026-11-01" });
  }
});

test("an address that people of one source share makes no single person of them", () => {
  const shared = { email: "it@example.com" };
  expect(
    united([[person("ann", shared), person("bob", { ...shared, status: "left" })]]).map((it) => it.status),
  ).toEqual(["active", "left"]);
});
