import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether the process that holds a lock still runs; a lock without a process is just being taken. */
function isHeld(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(join(lock, "pid"), "utf8")), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" && existsSync(lock);
  }
}

/**
 * A folder that costs too much to make in every run: made where it isn't there yet, and kept for later runs under the
 * system's temporary folder. These folders are the one thing that tests leave behind.
 *
 * @param name - says all that went in, so that another one is made when that changes
 */
export async function keptFolder(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const cache = join(tmpdir(), "holdfast-test-roots");
  const done = join(cache, name);
  const lock = `${done}.lock`;
  mkdirSync(cache, { recursive: true });
  while (!existsSync(done)) {
    try {
      mkdirSync(lock);
    } catch {
      // Another worker makes it; what a killed one left is taken over.
      if (!isHeld(lock)) rmSync(lock, { recursive: true, force: true });
      else await sleep(200);
      continue;
    }
    try {
      writeFileSync(join(lock, "pid"), `${process.pid}`);
      const part = `${done}.part`;
      rmSync(part, { recursive: true, force: true });
      mkdirSync(part);
      await make(part);
      renameSync(part, done);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return done;
}
