import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Tells the workers of a test run where its temporary folder is. */
export const runRootVariable = "HOLDFAST_TEST_FOLDER";

let root = process.env[runRootVariable];

/** The one temporary folder of this run; outside a test run it goes when the process ends. */
export function runRoot(): string {
  if (root !== undefined) return root;
  const made = mkdtempSync(join(tmpdir(), "holdfast-test-"));
  // Servers drop to an account of their own and must still reach what they serve.
  chmodSync(made, 0o755);
  process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  root = made;
  return made;
}

/** A new folder inside this run's one temporary folder. */
export function runFolder(purpose: string): string {
  const folder = mkdtempSync(join(runRoot(), `${purpose}-`));
  chmodSync(folder, 0o755);
  return folder;
}
