import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin", "/usr/local/sbin"];
const told = new Set<string>();

/** Says once that something is missing, which `CI=true` makes an error. */
function missing(what: string): undefined {
  if (process.env["CI"] === "true") throw new Error(`the tests need ${what}, which is not installed`);
  if (!told.has(what)) process.stderr.write(`skipped: tests that need ${what}, which is not installed\n`);
  told.add(what);
  return undefined;
}

/** Whether a file is there that a test needs, such as a module of a server; a missing one is told like a program. */
export function testbedHasFile(path: string): boolean {
  if (existsSync(path)) return true;
  missing(path);
  return false;
}

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
  return missing(name);
}

/** Whether that program is there; for `describe.skipIf(!testbedHas("nginx"))`. */
export function testbedHas(name: string): boolean {
  return requireProgram(name) !== undefined;
}
