import { expect, test } from "vitest";
import { siblingOf } from "./sibling.ts";

test.each([
  ["/.git/HEAD", "/.abc/HEAD"],
  ["/.env", "/.abc"],
  ["/.env.local", "/.abc.local"],
  ["/phpinfo.php", "/abc.php"],
  ["/backup.tar.gz", "/abc.tar.gz"],
  ["/server-status", "/abc"],
  ["/actuator/env", "/abc/env"],
  ["/debug/pprof/", "/abc/pprof/"],
])("%s has the sibling %s", (path, sibling) => {
  expect(siblingOf(path, "abc")).toBe(sibling);
});

test("the root has no sibling", () => {
  expect(siblingOf("/", "abc")).toBeUndefined();
});
