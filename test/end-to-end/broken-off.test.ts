import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runFolder } from "../bed/run-folder.ts";
import { main, written } from "./holdfast.ts";

const estate = `
estate: here
environments:
  production: { kind: production }
systems:
  here: { environment: production, hosts: [here] }
hosts:
  here: {}
`;

test.each(["stdout", "stderr"] as const)(
  "Whoever closes %s early changes nothing of how a check ends",
  async (stream) => {
    const args = ["check", written("estate.yaml", estate), "--only", "INC"];
    const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    child[stream].destroy();
    child[stream === "stdout" ? "stderr" : "stdout"].resume();
    expect(await once(child, "close")).toEqual([3, null]);
  },
);

test("An init that is broken off writes nothing, and says so", async () => {
  const file = join(runFolder("init"), "estate.yaml");
  const child = spawn(process.execPath, [main, "init", "--no-input", "--output", file], {
    cwd: runFolder("cwd"),
    stdio: ["ignore", "ignore", "pipe"],
  });
  await once(child.stderr, "data");
  child.stderr.resume();
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([130, null]);
  expect(existsSync(file)).toBe(false);
});
