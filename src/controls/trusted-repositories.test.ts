import { expect, it } from "vitest";
import { isTrustedRepository } from "./trusted-repositories.ts";

const of = (registry: string, repository: string) => ({ registry, repository });

it.each([
  ["registry.example.com", true],
  ["registry.example.com/", true],
  ["registry.example.com/base", true],
  ["registry.example.com/base/debian", true],
  ["registry.example.com/bas", false],
  ["registry.example.co", false],
  ["registry.example.com:5000", false],
  ["", false],
])("trusting %j: %s", (trusted, expected) => {
  expect(isTrustedRepository(of("registry.example.com", "base/debian"), [trusted])).toBe(expected);
});

it("trusts nothing by default", () => {
  expect(isTrustedRepository(of("docker.io", "library/debian"), [])).toBe(false);
});
