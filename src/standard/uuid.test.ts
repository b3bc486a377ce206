import { expect, test } from "vitest";
import { uuid5 } from "./uuid.ts";

test("the example of RFC 9562 comes out", () => {
  const domainNames = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  expect(uuid5("www.example.com", domainNames)).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
});

test("the same name gives the same identifier in every run and version; another name another one", () => {
  expect(uuid5("catalog")).toBe(uuid5("catalog"));
  expect(uuid5("catalog")).not.toBe(uuid5("catalog "));
  expect(uuid5("größe")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
