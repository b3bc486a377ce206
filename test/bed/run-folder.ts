import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

const pidFile = (pid: number) => join(runRoot(), `pid-${pid}`);

/** Notes a process of this run, so that one that a failed test left running is ended with the run. */
export function noteProcess(pid: number): void {
  writeFileSync(pidFile(pid), "");
}

/** The noted process ended. */
export function forgetProcess(pid: number): void {
  rmSync(pidFile(pid), { force: true });
}

/** Ends every noted process that still runs. */
export function endNotedProcesses(): void {
  for (const name of readdirSync(runRoot())) {
    const pid = /^pid-(\d+)$/.exec(name)?.[1];
    if (pid === undefined) continue;
    try {
      process.kill(Number(pid), "SIGTERM");
    } catch {
      // Gone by itself.
    }
  }
}
