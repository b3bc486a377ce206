import { describe, expect, it } from "vitest";
import { parseImageReference } from "./image-reference.ts";

const parts = (written: string) => {
  const it = parseImageReference(written);
  return it && [it.registry, it.repository, it.tag, it.digest];
};
const digest = `sha256:${"ab".repeat(32)}`;

describe("an image reference", () => {
  it.each([
    ["debian", ["docker.io", "library/debian", undefined, undefined]],
    ["example/shop:1.4", ["docker.io", "example/shop", "1.4", undefined]],
    ["index.docker.io/debian", ["docker.io", "library/debian", undefined, undefined]],
    ["localhost/shop", ["localhost", "shop", undefined, undefined]],
    ["registry.example.com:5000/a/b:v1", ["registry.example.com:5000", "a/b", "v1", undefined]],
    [`registry.example.com/a@${digest}`, ["registry.example.com", "a", undefined, digest]],
    [`debian:12@${digest}`, ["docker.io", "library/debian", "12", digest]],
  ])("%s is taken apart", (written, expected) => {
    expect(parts(written)).toEqual(expected);
  });

  it.each([
    "",
    "UPPER",
    "a//b",
    "a:",
    "a@sha256:12",
    "-a",
    "a b",
    "http://registry.example.com/a",
    `a@${digest}@${digest}`,
    "../a",
  ])("%j is none", (written) => {
    expect(parseImageReference(written)).toBeUndefined();
  });
});
