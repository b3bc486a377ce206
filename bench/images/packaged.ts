import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(new URL("../../.cache/bench-tools/", import.meta.url));

/**
 * A package of npm that is measured against, in a folder of its own: it is no dependency of the project. It is installed once
 * and kept in `.cache`.
 *
 * @param name with its version, as in `name@1.2.3`
 * @returns its folder, or nothing where it can't be had
 */
export function packaged(name: string): string | undefined {
  const folder = join(cache, name.replaceAll(/[^\w.-]+/g, "-"));
  const package_ = join(folder, "node_modules", name.slice(0, name.lastIndexOf("@")));
  if (existsSync(package_)) return package_;
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts"];
    execFileSync("npm", ["install", "--prefix", part, ...quiet, name], { stdio: "pipe" });
  } catch {
    return undefined;
  }
  renameSync(part, folder);
  return package_;
}
