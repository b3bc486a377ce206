import { expect, test } from "vitest";
import { testCases } from "../../../../test/control-cases.ts";
import { serviceKinds } from "../../../probes/service/facts.ts";
import control from "./control.ts";
import { forOutsiders } from "./outsiders.ts";
import { plaintextOf } from "./plaintext.ts";

testCases(control, import.meta.url);

test("nothing but SSH and TLS is encrypted as long as nothing else is known of it", () => {
  const socket = { port: 1, address: "0.0.0.0", scope: "any" } as const;
  const encrypted = serviceKinds.filter((service) => plaintextOf({ ...socket, service }) === undefined);
  expect(encrypted).toEqual(["ssh", "https", "tls"]);
});

test.each([
  [["10.1.0.0/16", "fd00::/8"], false],
  [["10.0.0.0/7"], true],
  [["192.168.1.7"], false],
  [["172.16.0.0/12", "100.64.0.0/10", "169.254.1.1", "127.0.0.1", "fe80::1"], false],
  [["172.32.0.1"], true],
  [["172.16.0.0/11"], true],
  [["100.128.0.1"], true],
  [["fe00::1"], true],
  [["192.168.1.7", "203.0.113.7"], true],
  [["2001:db8::/32"], true],
  [["::/0"], true],
  ["anyone", true],
  ["local", undefined],
  ["undecided", undefined],
] as const)("clients %j are outsiders: %s", (clients, expected) => {
  expect(forOutsiders({ clients: typeof clients === "string" ? clients : [...clients] })).toBe(expected);
});
