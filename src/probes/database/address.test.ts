import { expect, test } from "vitest";
import { databaseAddress } from "./address.ts";

test.each([
  ["/run/redis/redis.sock", { path: "/run/redis/redis.sock", place: "/run/redis/redis.sock", local: true }],
  ["unix:///run/db.sock", { path: "/run/db.sock", place: "/run/db.sock", local: true }],
  ["cache.example.com", { host: "cache.example.com", port: 6379, place: "cache.example.com:6379", local: false }],
  ["cache.example.com:7000", { host: "cache.example.com", port: 7000, place: "cache.example.com:7000", local: false }],
  ["127.0.0.9:7000", { host: "127.0.0.9", port: 7000, place: "127.0.0.9:7000", local: true }],
  ["::1", { host: "::1", port: 6379, place: "[::1]:6379", local: true }],
  ["[2001:db8::1]:1", { host: "2001:db8::1", port: 1, place: "[2001:db8::1]:1", local: false }],
  ["127.example.com:1", { host: "127.example.com", port: 1, place: "127.example.com:1", local: false }],
])("reads the address %s", (declared, address) => {
  expect(databaseAddress(declared, 6379)).toEqual(address);
});
