import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";

/** The program itself. */
export const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command line in a process of its own, with nothing on standard input. */
export function holdfast(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; alone?: boolean } = {},
): Promise<Ran> {
  // Who looks for whatever listens here must not find the servers of other tests: it gets a network of its own.
  const apart = options.alone === true && process.getuid?.() === 0 && testbedHas("unshare");
  const [command = process.execPath, ...first] = apart ? ["unshare", "--net", process.execPath] : [];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, main, ...args], {
      cwd: options.cwd ?? runFolder("cwd"),
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

/** The parts of the JSON report that the tests look at. */
export interface JsonReport {
  readonly schema: string;
  readonly requirements: readonly { id: string; system: string; status: string; level: string; reasons: string[] }[];
  readonly findings: readonly { id: string; control: string; requirement: string; subject: string; problem: string }[];
  readonly unknowns: readonly { control: string | null; requirement: string; reason: string; wouldVerify: string }[];
  readonly observations: readonly { probe: string; subject: string; trouble?: { kind: string } }[];
  readonly summary: { compliance: number | null; coverage: number | null; byStatus: Record<string, number> };
}

/** Writes a file into a new folder of this run and gives its path. */
export function written(name: string, text: string): string {
  const file = join(runFolder("file"), name);
  writeFileSync(file, text);
  return file;
}
