import { expect, test } from "vitest";
import { uuid5 } from "./uuid.ts";

test("the UUID of a name is the one of the example in RFC 9562", () => {
  const dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  expect(uuid5("www.example.com", dns)).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
});

test("equal names give equal UUIDs and others give others", () => {
  expect(uuid5("a")).toBe(uuid5("a"));
  expect(uuid5("a")).not.toBe(uuid5("b"));
});
