import { expect, test } from "vitest";
import { neededExtensions } from "./handled-technology.ts";

test.each([
  [["php"], [".php", ".phtml"]],
  [["PHP 8.2"], [".php", ".phtml"]],
  [
    ["java-21", "node"],
    [".jsp", ".do"],
  ],
  [["C#"], [".aspx", ".ashx"]],
  [["node", "static"], []],
  [[], []],
])("%j needs %j", (technology, extensions) => {
  expect([...neededExtensions(technology)]).toEqual(extensions);
});
