import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAccount, passwordKept } from "./accounts.ts";
import { globalPrivileges } from "./privileges.ts";
import { Fields, readError, readGreeting, WireFault } from "./wire.ts";

/** The greeting of MariaDB 10.11, without and with TLS. */
const greeting = (flags: number, version = "5.5.5-10.11.19-MariaDB-0+deb12u1") =>
  Buffer.concat([
    ...[
      Buffer.from([10]),
      Buffer.from(`${version}\0`),
      Buffer.from([1, 0, 0, 0]),
      Buffer.from("12345678"),
      Buffer.from([0]),
    ],
    ...[Buffer.from([0xfe, flags, 45, 2, 0, 0xff, 0x81, 21]), Buffer.alloc(10), Buffer.from("abcdefghijkl\0")],
    Buffer.from("mysql_native_password\0"),
  ]);

test("reads the greeting of a server", () => {
  expect(readGreeting(greeting(0xf7))).toEqual({
    ...{ version: "10.11.19-MariaDB-0+deb12u1", salt: Buffer.from("12345678abcdefghijkl") },
    ...{ tls: false, plugin: "mysql_native_password" },
  });
  expect(readGreeting(greeting(0xff))).toMatchObject({ tls: true });
  expect(readGreeting(Buffer.from("\xff\x6a\x04Host '10.0.0.1' is not allowed", "latin1"))).toEqual({
    code: 1130,
    message: "Host '10.0.0.1' is not allowed",
  });
});

test("nothing but a fault or a greeting comes of any bytes", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 120 }),
    fc.nat(90).map((length) => greeting(0xff).subarray(0, length)),
    fc.record({ at: fc.nat(80), to: fc.nat(255) }).map(({ at, to }) => greeting(0xff).fill(to, at, at + 1)),
  );
  fc.assert(
    fc.property(bytes, (garbage) => {
      for (const read of [readGreeting, readError, (it: Buffer) => new Fields(it).value()])
        try {
          read(Buffer.from(garbage));
        } catch (error) {
          expect(error).toBeInstanceOf(WireFault);
        }
    }),
    { numRuns: 1000 },
  );
});

test("reads lengths as the protocol writes them", () => {
  const read = (...bytes: number[]) => new Fields(Buffer.from(bytes)).length();
  expect([read(0xfa), read(0xfb), read(0xfc, 1, 1), read(0xfd, 1, 0, 1)]).toEqual([250, null, 257, 65_537]);
  expect(read(0xfe, 1, 0, 0, 0, 0, 0, 0, 0)).toBe(1);
  expect(() => read(0xfe, 0, 0, 0, 0, 1, 0, 0, 0)).toThrow(WireFault);
});

test("reads the privileges of an account, all 64 bits of them", () => {
  expect(globalPrivileges(33_587_712n)).toEqual(["FILE", "SUPER", "CREATE USER"]);
  expect(parseAccount("localhost", "root", '{"access":18446744073709551615}')?.privileges).toContain("SUPER");
  expect(parseAccount("h", "u", '{"access":1099511627776}')?.privileges).toEqual(["privilege 40"]);
});

test.each([
  ['{"access":0}', "none"],
  ['{"plugin":"mysql_native_password","authentication_string":"*00"}', "weak-hash"],
  ['{"plugin":"ed25519","authentication_string":"x"}', "strong-hash"],
  [
    '{"plugin":"mysql_native_password","authentication_string":"invalid","auth_or":[{},{"plugin":"unix_socket"}]}',
    "external",
  ],
  ['{"plugin":"mysql_native_password","authentication_string":"","auth_or":[{"plugin":"unix_socket"},{}]}', "none"],
  ['{"plugin":"mysql_native_password","authentication_string":"invalid"}', undefined],
])("tells how the password of %s is kept: %s", (priv, kept) => {
  expect(passwordKept(parseAccount("localhost", "u", priv) ?? expect.fail())).toBe(kept);
});

test("any text is an account or is none", () => {
  expect(parseAccount("h", "u", '{"access":-1}')).toBeUndefined();
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (priv) => {
      const account = parseAccount("h", "u", priv);
      if (account !== undefined) expect(account.name).toBe("u@h");
    }),
  );
});
