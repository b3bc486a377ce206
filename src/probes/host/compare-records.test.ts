import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareRecords } from "./compare-records.ts";
import { isLoginFrom, parseRecords } from "./log-records.ts";

const here = `1764309600.100000 web1 sshd[40]: Accepted publickey for alice from 192.0.2.7 port 40022 ssh2: ED25519 SHA256:abc
1764309601.100000 web1 sudo[50]:    alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/id
1764309602.100000 web1 sshd[41]: Failed password for root from 192.0.2.9 port 1 ssh2
1764309602.200000 web1 sshd[41]: Failed password for root from 192.0.2.9 port 1 ssh2
1764309603.100000 web1 cron[9]: (root) CMD (true)
`;
const there = `Nov 28 06:00:00 web1 sshd[40]: Accepted publickey for alice from 192.0.2.7 port 40022 ssh2: ED25519 SHA256:abc
2025-11-28T06:00:01.1+00:00 web1.example.com sudo:    alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/id
2025-11-28T06:00:02.1+00:00 web2 sshd[41]: Failed password for root from 192.0.2.9 port 1 ssh2
2025-11-28T06:00:02.1+00:00 web1 sshd[41]: Failed password for root from 192.0.2.9 port 1 ssh2
2025-11-28T06:00:02.2+00:00 web1 sshd[41]: Failed password for root from 192.0.2.9 port 1 ssh2
`;

describe("records of the same host, written by the journal and by an archive", () => {
  const [own, archived] = [parseRecords(here, "web1"), parseRecords(there, "web1")];

  test("are the same ones, however they begin, and those of others are none of them", () => {
    expect(own.map(({ kind }) => kind)).toEqual(["login", "command", "login", "login"]);
    expect(archived.map(({ key }) => key)).toEqual(own.map(({ key }) => key));
    expect(compareRecords(own, archived)).toEqual({
      ...{ compared: 4, arrived: 4, missing: [], inOrder: true, goneHere: 0 },
    });
  });

  test("know the login with that address and port, and no other one", () => {
    expect(own.filter((it) => isLoginFrom(it, "192.0.2.7", "40022"))).toHaveLength(1);
    expect(own.filter((it) => isLoginFrom(it, "192.0.2.7", "4002"))).toHaveLength(0);
    expect(own.filter((it) => isLoginFrom(it, "192.0.2.9", "1"))).toHaveLength(0);
  });
});

const record = (key: string) => ({ kind: "login" as const, key, message: key, at: key, isZoned: false });
const records = (keys: readonly string[]) => keys.map(record);

test("the same command of another hour is another record", () => {
  const at = (time: string) => `${time} web1 sudo: alice : USER=root ; COMMAND=/usr/bin/id\n`;
  const [own] = [parseRecords(at("1764309600.1") + at("1764313200.1"), "web1")];
  expect(compareRecords(own, parseRecords(at("2025-11-28T06:00:00+00:00"), "web1"))).toMatchObject({ arrived: 1 });
  expect(compareRecords(own, parseRecords(at("2025-11-28T08:00:00+01:00"), "web1"))).toMatchObject({ arrived: 1 });
  expect(compareRecords(own, parseRecords(at("2025-11-28T06:05:00+00:00"), "web1"))).toMatchObject({ arrived: 0 });
  expect(compareRecords(own, parseRecords(at("Nov 28 06:00:01"), "web1"))).toMatchObject({ arrived: 1 });
  expect(compareRecords(own, parseRecords(at("Nov 28 06:05:01"), "web1"))).toMatchObject({ arrived: 0 });
});

test("one of two alike that is missing is missing", () => {
  const { missing, arrived } = compareRecords(records(["a", "b", "b", "c"]), records(["a", "b", "c"]));
  expect([missing.length, arrived]).toEqual([1, 3]);
});

test("the comparison begins where the archive does, and without any in common all are missing", () => {
  expect(compareRecords(records(["a", "b", "c"]), records(["b", "c"]))).toMatchObject({ compared: 2, arrived: 2 });
  expect(compareRecords(records(["a", "b"]), records(["x"]))).toMatchObject({ compared: 2, arrived: 0 });
});

test("what was taken out of the host's own log shows, and so does another order", () => {
  expect(compareRecords(records(["a", "c"]), records(["0", "a", "b", "c", "d"]))).toMatchObject({ goneHere: 1 });
  expect(compareRecords(records(["a", "b", "c"]), records(["a", "c", "b"]))).toMatchObject({
    ...{ inOrder: false, arrived: 3, goneHere: 0 },
  });
});

test("of records alike, those before the ones compared are not taken for them", () => {
  const archive = records(["x", "a", "x", "b", "x", "c", "x", "d"]);
  expect(compareRecords(records(["x", "c", "x", "d"]), archive)).toEqual({
    ...{ compared: 4, arrived: 4, missing: [], inOrder: true, goneHere: 0 },
  });
});

test("a record alike just before the first that the host tells makes none of those between them gone", () => {
  const sudo = (second: number, what: string) =>
    `176430960${second}.1 web1 sudo: alice : USER=root ; COMMAND=${what}\n`;
  const burst = ["/bin/stat", "/bin/ls", "/bin/cat", "/bin/stat", "/bin/sed"].map((it) => sudo(0, it)).join("");
  const own = parseRecords(sudo(0, "/bin/stat") + sudo(8, "/bin/id") + sudo(9, "/bin/true"), "web1");
  const archive = parseRecords(burst + sudo(8, "/bin/id") + sudo(9, "/bin/true"), "web1");
  expect(compareRecords(own, archive)).toMatchObject({ missing: [], goneHere: 0 });
  const without = own.filter(({ message }) => !message.includes("/bin/id"));
  expect(compareRecords(without, archive)).toMatchObject({ goneHere: 1 });
});

test("any record taken out of the archive but the first is missing, and any other order of different ones is told", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2 }), fc.nat(), (keys, n) => {
      const at = 1 + (n % (keys.length - 1));
      const less = compareRecords(records(keys), records(keys.toSpliced(at, 1)));
      expect(less.compared - less.arrived).toBe(1);
      const gone = compareRecords(records(keys.toSpliced(at, 1)), records(keys));
      expect(gone.goneHere).toBe(at === keys.length - 1 ? 0 : 1);
    }),
  );
});
