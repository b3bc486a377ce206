import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Ran, runChild } from "../child.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The command line's program as users have it: built, beside its package.json. */
export interface Command {
  readonly main: string;
  remove(): void;
}

/** Builds it into a folder of its own, from where it still finds the installed packages. */
export function buildCommand(): Command {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache/bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  execFileSync(process.execPath, [join(root, "scripts/build.ts"), join(folder, "dist")], { stdio: "inherit" });
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  return { main: join(folder, "dist/cli/main.js"), remove };
}

/** Arguments of `holdfast check` for what has to do with TLS, beginning with the program for Node. */
export function checkArguments({ main }: Command, what: string): readonly string[] {
  return [main, "check", what, "--only", "HAR-3", "SCN-3", "--quiet", "--format", "json", "--fail-on", "never"];
}

/** Runs it; throws where it came to a bug or was called wrongly. */
export async function holdfastCheck(command: Command, what: string): Promise<Ran> {
  const ran = await runChild(process.execPath, checkArguments(command, what));
  if (ran.status !== 0) throw new Error(`holdfast check ended with ${ran.status}: ${ran.stderr}`);
  return ran;
}
