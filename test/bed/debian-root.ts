import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { arch } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { keptFolder } from "./kept-folder.ts";
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

/** A small Debian root file system, made by debootstrap where it isn't there yet (half a minute). */
export async function debianRoot(): Promise<DebianRoot> {
  const done = await keptFolder(`debian-${suite}-${arch()}-${recipe}`, make);
  return { tar: join(done, "root.tar"), store: join(done, "store") };
}
