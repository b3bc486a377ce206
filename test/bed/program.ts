import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin", "/usr/local/sbin"];
const told = new Set<string>();

/** Path of a program that a test needs; `undefined` where it is missing, which `CI=true` makes an error. */
export function requireProgram(name: string): string | undefined {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder; the next one may have it.
    }
  }
  if (process.env["CI"] === "true") throw new Error(`the tests need ${name}, which is not installed`);
  if (!told.has(name)) process.stderr.write(`skipped: tests that need ${name}, which is not installed\n`);
  told.add(name);
  return undefined;
}

/** Whether that program is there; for `describe.skipIf(!testbedHas("nginx"))`. */
export function testbedHas(name: string): boolean {
  return requireProgram(name) !== undefined;
}
