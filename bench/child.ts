import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "./find-program.ts";

/** What one run of a program took. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time of it and of all its children; absent without `time`. */
  readonly cpuMs?: number;
  /** Largest resident set of one of its processes. */
  readonly rssKb?: number;
}

export interface Ran extends Cost {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** What GNU time wrote with the format `%U %S %M`; before that it may say that the program failed. */
export function readTime(text: string): Pick<Cost, "cpuMs" | "rssKb"> {
  const [, user, system, rss] = /(\d+\.\d+) (\d+\.\d+) (\d+)\s*$/.exec(text) ?? [];
  if (user === undefined) return {};
  return { cpuMs: Math.round((Number(user) + Number(system)) * 1000), rssKb: Number(rss) };
}

/** Runs a program to its end. */
export async function runChild(program: string, args: readonly string[]): Promise<Ran> {
  const time = findProgram("/usr/bin/time");
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  const told = join(folder, "time");
  const line = time === undefined ? [program, ...args] : [time, "-f", "%U %S %M", "-o", told, program, ...args];
  const [first = program, ...rest] = line;
  const begun = performance.now();
  const child = spawn(first, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject);
  child.once("close", resolve);
  try {
    const status = await promise;
    const wallMs = performance.now() - begun;
    const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString("utf8");
    const cost = time === undefined ? {} : readTime(readFileSync(told, "utf8"));
    return { wallMs, ...cost, stdout: text(stdout), stderr: text(stderr), status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
