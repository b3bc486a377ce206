import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { arch, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { runFolder } from "./run-folder.ts";

const run = promisify(execFile);

/** Name of the image that is made of the root file system; Containerfiles of tests begin with `FROM localhost/debian`. */
export const debianImage = "localhost/debian:latest";

/** A root file system of Debian, packed, and a read-only store of podman that has an image of it. */
export interface DebianRoot {
  /** Uncompressed archive of the whole root file system. */
  readonly tar: string;
  /** For podman's `--storage-opt additionalimagestore=`. */
  readonly store: string;
}

const suite = "bookworm";
/** Raised whenever the root file system or the image are made otherwise. */
const recipe = 1;

/** Whether the process that holds a lock still runs; a lock without a process is just being taken. */
function isHeld(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(join(lock, "pid"), "utf8")), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" && existsSync(lock);
  }
}

async function make(folder: string): Promise<void> {
  const root = join(folder, "root");
  const tar = join(folder, "root.tar");
  await run("debootstrap", ["--variant=minbase", suite, root], { maxBuffer: 1 << 26 });
  rmSync(join(root, "var/cache/apt/archives"), { recursive: true, force: true });
  mkdirSync(join(root, "var/cache/apt/archives/partial"), { recursive: true });
  await run("tar", ["--numeric-owner", "-C", root, "-cf", tar, "."]);
  rmSync(root, { recursive: true });
  // Podman takes no more than 50 characters for the second.
  const places = ["--root", join(folder, "store"), "--runroot", runFolder("run")];
  await run("podman", [...places, "import", "--quiet", tar, debianImage]);
}

/**
 * A small Debian root file system. It is made by debootstrap where it isn't there yet (half a minute), and kept for later
 * runs in a folder of its own under the system's temporary folder; this is the one thing that tests leave behind.
 */
export async function debianRoot(): Promise<DebianRoot> {
  const cache = join(tmpdir(), "holdfast-test-roots");
  const done = join(cache, `debian-${suite}-${arch()}-${recipe}`);
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
  return { tar: join(done, "root.tar"), store: join(done, "store") };
}
