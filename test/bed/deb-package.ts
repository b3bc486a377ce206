import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "./run-folder.ts";

/** A package as Debian has them, with nothing in it. */
export function debPackage(name: string, version: string): Buffer {
  const folder = runFolder("deb");
  mkdirSync(join(folder, "it/DEBIAN"), { recursive: true });
  const fields = {
    Package: name,
    Version: version,
    Architecture: "all",
    Maintainer: "shop@example.com",
    Description: "-",
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}\n`);
  writeFileSync(join(folder, "it/DEBIAN/control"), lines.join(""));
  execFileSync("dpkg-deb", ["--build", join(folder, "it"), join(folder, "it.deb")], { stdio: "pipe" });
  return readFileSync(join(folder, "it.deb"));
}
