import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RosterPerson } from "../../probes/roster/facts.ts";
import { departure } from "./departure.ts";
import { remainders } from "./leavers.ts";
import { linksOf } from "./links.ts";
import { ghosts, ownerships } from "./owners.ts";
import type { Principal } from "./principal.ts";
import type { Roster } from "./roster.ts";

const now = new Date("2026-11-28T12:00:00Z");
const names = ["ann", "bob", "carl", "root", "deploy"] as const;
const fingerprints = ["SHA256:1", "SHA256:2", "SHA256:3"] as const;
const some = <T>(of: readonly T[], maxLength = 2) => fc.uniqueArray(fc.constantFrom(...of), { maxLength });

const principal: fc.Arbitrary<Principal> = fc.record({
  name: fc.constantFrom(...names),
  aliases: fc.constant([]),
  realName: fc.option(fc.constantFrom("Ann Example", "Bob Example"), { nil: undefined }),
  doors: some(["a password", "an SSH key"]),
  doorsUnseen: fc.boolean(),
  keys: fc.array(
    fc.record({
      fingerprint: fc.constantFrom(...fingerprints),
      comment: fc.option(fc.constantFrom("ann@example.com", "laptop"), { nil: undefined }),
      place: fc.constant("/root/.ssh/authorized_keys:1"),
    }),
    { maxLength: 2 },
  ),
  powers: some(["sudo", "group docker"]),
  raised: some(["group adm"]),
  sessions: some(["terminal pts/0"]),
});
const person = (id: string): fc.Arbitrary<RosterPerson> =>
  fc.record({
    id: fc.constant(id),
    fullName: fc.constantFrom("Ann Example", "Bob Example", "Carl"),
    email: fc.constant(`${id}@example.com`),
    status: fc.constantFrom("active", "leave", "left"),
    statusBy: fc.constant("it"),
    roles: some(["operator"]),
    accounts: some(names),
    keys: some(fingerprints),
  });
const people = fc.tuple(person("ann"), person("bob"), person("carl"), person("dora"));
const principals = fc.uniqueArray(principal, { maxLength: 4, selector: (it) => it.name });
const rosterOf = (all: readonly RosterPerson[]): Roster => ({
  ...{ people: [...all], serviceAccounts: [], approvals: [], sources: [], unseen: [] },
});

describe("the reconciliation of accounts and people", () => {
  it("finds every key of a leaver, in whosever account it is", () => {
    fc.assert(
      fc.property(principals, people, (accounts, staff) => {
        const found = remainders(accounts, staff, now);
        for (const account of accounts)
          for (const key of account.keys)
            for (const one of staff.filter((it) => it.status !== "active" && it.keys.includes(key.fingerprint)))
              expect(found).toContainEqual(
                expect.objectContaining({ situation: "key", person: one, principal: account, key }),
              );
      }),
    );
  });

  it("finds every declared account of a leaver that can be entered, is in use or keeps rights", () => {
    fc.assert(
      fc.property(principals, people, (accounts, staff) => {
        const found = remainders(accounts, staff, now).map(
          (it) => `${it.situation} ${it.person.id} ${it.principal.name}`,
        );
        for (const account of accounts)
          for (const one of staff.filter((it) => it.status !== "active" && it.accounts.includes(account.name))) {
            const about = `${one.id} ${account.name}`;
            if (account.sessions.length > 0) expect(found).toContain(`session ${about}`);
            if (account.doors.length > 0) expect(found).toContain(`account ${about}`);
            else if (account.powers.length > 0) expect(found).toContain(`power ${about}`);
          }
      }),
    );
  });

  it("finds nothing of people who are active", () => {
    fc.assert(
      fc.property(principals, people, (accounts, staff) => {
        for (const { person: one, status } of remainders(accounts, staff, now)) expect(one.status).toBe(status);
      }),
    );
  });

  it("never loses what a leaver has for sure because others join, nor does their order matter", () => {
    fc.assert(
      fc.property(principals, people, person("emil"), (accounts, staff, joiner) => {
        const sure = (all: readonly RosterPerson[]) =>
          remainders(accounts, all, now)
            .filter((it) => it.situation === "key" || it.bond === "account")
            .map((it) => `${it.situation} ${it.person.id} ${it.principal.name}`)
            .sort();
        const before = sure(staff);
        expect(sure([...staff, { ...joiner, status: "active" }])).toEqual(before);
        expect(sure(staff.toReversed())).toEqual(before);
      }),
    );
  });

  it("tells of every privileged account that can be entered exactly one of: orphan, guess, shared, function, service, owned", () => {
    fc.assert(
      fc.property(principals, people, (accounts, staff) => {
        const found = ownerships(accounts, rosterOf(staff), "host:it", now).filter(
          (it) => it.situation !== "shared key",
        );
        const expected = accounts.filter(
          (it) => it.powers.length > 0 && (it.doors.length > 0 || it.sessions.length > 0 || it.doorsUnseen),
        );
        expect(found.map((it) => it.principal)).toEqual(expected);
        for (const it of found) {
          const owners = staff.filter(
            ({ accounts: own, keys }) =>
              own.includes(it.principal.name) || it.principal.keys.some((key) => keys.includes(key.fingerprint)),
          );
          if (owners.length > 1) expect(it.situation).toBe("shared");
          if (owners.length === 1) expect(["owned", "functional"]).toContain(it.situation);
          if (owners.length === 0) expect(["orphan", "guessed"]).toContain(it.situation);
        }
      }),
    );
  });

  it("calls nobody a ghost who has an account, and everybody who has none", () => {
    fc.assert(
      fc.property(principals, people, (accounts, staff) => {
        const missing = ghosts(["ann", "bob"], accounts, rosterOf(staff), now);
        for (const one of staff) {
          const has = accounts.some((it) => linksOf(it, staff).some((link) => link.person === one));
          const isTo = one.status === "active" && (one.id === "ann" || one.id === "bob");
          expect(missing.includes(one)).toBe(isTo && !has);
        }
      }),
    );
  });

  it("believes a key or a declared account before any hint, and the mere name last", () => {
    const account: Principal = {
      ...{
        name: "bob",
        aliases: [],
        realName: "Carl Example",
        doors: [],
        doorsUnseen: false,
        powers: [],
        raised: [],
        sessions: [],
      },
      keys: [{ fingerprint: "SHA256:1", comment: "dora@example.com", place: "it" }],
    };
    const bare = { status: "active", statusBy: "it", roles: [], accounts: [], keys: [] } as const;
    const ann: RosterPerson = { ...bare, id: "ann", roles: [], accounts: [], keys: ["SHA256:1"] };
    const dora: RosterPerson = { ...ann, id: "dora", email: "dora@example.com", keys: [] };
    const carl: RosterPerson = { ...ann, id: "carl", fullName: "Carl Example", keys: [] };
    const bob: RosterPerson = { ...ann, id: "bob", keys: [] };
    const order = [ann, dora, carl, bob];
    for (const [at, expected] of order.entries()) {
      const [first] = linksOf(account, order.slice(at).toReversed());
      expect(first?.person.id).toBe(expected.id);
    }
  });
});

describe("a departure", () => {
  const left = (more: Partial<RosterPerson>): RosterPerson => ({
    ...{ id: "bob", status: "left", statusBy: "it", roles: [], accounts: [], keys: [] },
    ...more,
  });
  it("tells the time since, as far as it is known", () => {
    expect(departure(left({ left: "2026-11-16" }), "left", now)).toBe("left 12 days ago, on 2026-11-16");
    expect(departure(left({ left: "2026-11-28" }), "left", now)).toBe("left today, on 2026-11-28");
    expect(departure(left({ leftBy: "2026-11-27" }), "left", now)).toBe(
      "left 1 day ago or before, by 2026-11-27 at the latest",
    );
    expect(departure(left({}), "left", now)).toBe("has left");
    expect(departure(left({ left: "2026-12-31" }), "left", now)).toBe("leaves on 2026-12-31");
    expect(departure(left({}), "leave", now)).toBe("is on leave");
  });
});
