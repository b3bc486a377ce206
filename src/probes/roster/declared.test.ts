import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rosterTold } from "../../../test/bed/roster-told.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";

function file(name: string, text: string): string {
  const path = join(runFolder("roster"), name);
  writeFileSync(path, text);
  return path;
}

test("the people of the estate file are told with whoever owns service accounts, and why access is approved", async () => {
  const told = await rosterTold({
    people: {
      ann: { roles: ["operator"], accounts: ["ann"], keys: ["SHA256:x"] },
      bob: { status: "left", left: "2026-11-01" },
    },
    serviceAccounts: { backup: { owner: "ann", purpose: "nightly backups" } },
    accessApprovals: [{ person: "ann", to: ["host:web1"], because: "keeps the web servers", approvedBy: "bob" }],
  });
  expect(told.people.map((it) => [it.id, it.status, it.left])).toEqual([
    ["ann", "active", undefined],
    ["bob", "left", "2026-11-01"],
  ]);
  expect(told.serviceAccounts).toEqual([{ name: "backup", owner: "ann", purpose: "nightly backups", on: [] }]);
  expect(told.approvals).toHaveLength(1);
  expect(told.sources).toEqual([{ kind: "file", place: "the estate file", people: 2 }]);
});

test("a public key counts as well as its fingerprint", async () => {
  const { people } = await rosterTold({
    people: { ann: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE ann", "SHA256:x"] } },
  });
  expect(people[0]?.keys).toEqual([expect.stringMatching(/^SHA256:[\w+/]{43}$/), "SHA256:x"]);
});

test("a roster is as old as its last review, or else as its CSV file", async () => {
  const csv = file("people.csv", "name\nann\n");
  utimesSync(csv, new Date("2026-10-01T12:00:00Z"), new Date("2026-10-01T12:00:00Z"));
  const asOf = async (roster: object) => (await rosterTold({ roster })).sources[0]?.asOf;
  expect(await asOf({ csv })).toBe("2026-10-01");
  expect(await asOf({ csv, reviewed: "2026-11-01" })).toBe("2026-11-01");
  expect(await asOf({ csv: `${csv}.gone` })).toBeUndefined();
});

test("how many there were is remembered by a file, and a spoilt one is no memory", async () => {
  const good = file(
    "roster.json",
    JSON.stringify({ schema: "holdfast-roster-1", active: 40, at: "2026-11-01T00:00:00Z" }),
  );
  expect(await rosterTold({ roster: { state: good } })).toMatchObject({
    previous: { active: 40, at: "2026-11-01T00:00:00Z" },
    unseen: [],
  });
  expect((await rosterTold({ roster: { state: `${good}.gone` } })).previous).toBeUndefined();
  for (const state of [
    file("roster.json", "{"),
    runFolder("state"),
    file("roster.json", '{"schema":"holdfast-roster-1"}'),
  ]) {
    const told = await rosterTold({ roster: { state } });
    expect([told.previous, told.unseen.length]).toEqual([undefined, 1]);
  }
});
