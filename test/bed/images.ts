import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { debianRoot } from "./debian-root.ts";
import { testbedHas } from "./program.ts";
import { runFolder } from "./run-folder.ts";

const run = promisify(execFile);
const maxBuffer = 1 << 26;

/** Whether images can be built here; for `describe.skipIf(!testbedHasImages())`. */
export function testbedHasImages(): boolean {
  return ["podman", "runc", "debootstrap"].map(testbedHas).every(Boolean);
}

let places: Promise<readonly string[]> | undefined;

/**
 * Arguments that podman begins with: a store of this test file's own, which goes with the run's temporary folder, above
 * the kept one that holds `localhost/debian`.
 */
export function podmanPlaces(): Promise<readonly string[]> {
  places ??= debianRoot().then(({ store }) => {
    const folder = runFolder("podman");
    const own = ["--root", join(folder, "store"), "--runroot", join(folder, "run")];
    return [...own, "--storage-opt", `additionalimagestore=${store}`, "--runtime", "runc"];
  });
  return places;
}

/** Runs podman in this test file's own store; gives what it printed. Throws with what it said where it fails. */
export async function podman(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("podman", [...(await podmanPlaces()), ...args], { maxBuffer });
  return stdout.trim();
}

let built = 0;

/**
 * Builds an image without network; a Containerfile may begin with `FROM localhost/debian` or `FROM scratch`. Gives its name
 * (`localhost/built-1:latest`).
 *
 * @param files of the build context, by path; what begins with `#!` is executable
 * @param args further arguments for `podman build`
 */
export async function buildImage(
  containerfile: string,
  files: Readonly<Record<string, string | Buffer>> = {},
  args: readonly string[] = [],
): Promise<string> {
  const context = runFolder("context");
  for (const [path, content] of Object.entries({ ...files, Containerfile: containerfile })) {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    const executable = content.slice(0, 2).toString() === "#!";
    writeFileSync(join(context, path), content, { mode: executable ? 0o755 : 0o644 });
  }
  built += 1;
  const name = `localhost/built-${built}:latest`;
  await podman("build", "--quiet", "--network", "none", ...args, "--tag", name, context);
  return name;
}

/** Path of a file, or of a folder for `oci-dir`, that an image is saved to. */
export async function saveImage(image: string, form: "docker-archive" | "oci-archive" | "oci-dir"): Promise<string> {
  const path = join(runFolder("image"), form === "oci-dir" ? "layout" : "image.tar");
  await podman("save", "--quiet", "--format", form, "--output", path, image);
  return path;
}
