import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExports } from "./trust.ts";

const parsed = (text: string) =>
  parseExports(text.split("\n").map((it, i) => ({ path: "/etc/exports", number: i + 1, text: it })));

test.each([
  ["/srv *(rw,no_root_squash)", [{ folder: "/srv", client: "*", options: ["rw", "no_root_squash"] }]],
  [
    "/srv -sync,rw 192.0.2.0/24 web1(ro)",
    [
      { folder: "/srv", client: "192.0.2.0/24", options: ["sync", "rw"] },
      { folder: "/srv", client: "web1", options: ["sync", "rw", "ro"] },
    ],
  ],
  ["/srv (rw)", [{ folder: "/srv", client: "*", options: ["rw"] }]],
  ["/srv", [{ folder: "/srv", client: "*", options: [] }]],
  ['"/a folder" web1(rw) # why', [{ folder: "/a folder", client: "web1", options: ["rw"] }]],
  [
    "/srv web1(rw) \\\n  web2(ro)",
    [
      { folder: "/srv", client: "web1" },
      { client: "web2", options: ["ro"] },
    ],
  ],
])("exports: %s", (text, expected) => {
  expect(parsed(text)).toMatchObject(expected);
  expect(parsed(text)).toHaveLength(expected.length);
});

test("whatever stands there, it throws nothing", () => {
  fc.assert(fc.property(fc.string(), (text) => void parsed(text)));
});
