import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format, inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveSecret, Secret, type SecretResult } from "./secret.ts";
import { splitArguments } from "./secret-command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-secret-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: process.env["PATH"], DATABASE_PASSWORD: "hunter2", EMPTY: "" };
const resolve = (reference: string, timeoutMilliseconds?: number): Promise<SecretResult> =>
  resolveSecret(reference, timeoutMilliseconds === undefined ? { env } : { env, timeoutMilliseconds });

function revealed(result: SecretResult): string {
  if ("problem" in result) throw new Error(result.problem.message);
  return result.secret.reveal();
}

function write(name: string, content: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe("a secret", () => {
  it("is printed as [secret], however it is printed", () => {
    const it = new Secret("hunter2");
    const printed = [
      `${it}`,
      JSON.stringify({ it }),
      inspect(it, { showHidden: true }),
      format("%s %o %j", it, it, it),
      String(Object.entries(it)),
    ];
    expect(printed.join(" ")).not.toContain("hunter2");
    expect(JSON.stringify({ it })).toBe('{"it":"[secret]"}');
    expect(inspect({ it })).toBe("{ it: [secret] }");
    expect(it.reveal()).toBe("hunter2");
  });
});

describe("env:", () => {
  it("gives the value of a variable", async () => {
    expect(revealed(await resolve("env:DATABASE_PASSWORD"))).toBe("hunter2");
  });

  it("says when the variable isn't set, is empty, or is only what every object has", async () => {
    expect(await resolve("env:NOWHERE")).toEqual({
      problem: {
        kind: "not-found",
        message: "the environment variable NOWHERE isn't set",
        wouldVerify: "set the environment variable NOWHERE",
      },
    });
    expect(await resolve("env:EMPTY")).toMatchObject({ problem: { kind: "empty" } });
    expect(await resolve("env:constructor")).toMatchObject({ problem: { kind: "not-found" } });
  });
});

describe("file:", () => {
  it("gives the content of a file that only its owner can read, without the last line break", async () => {
    expect(revealed(await resolve(`file:${write("a", "hunter2\r\n", 0o600)}`))).toBe("hunter2");
    expect(revealed(await resolve(`file:${write("b", "hunter2\n\n", 0o400)}`))).toBe("hunter2\n");
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o601, 0o644, 0o777])("refuses the mode %o and says chmod", async (mode) => {
    const path = write("open", "hunter2", mode);
    expect(await resolve(`file:${path}`)).toEqual({
      problem: {
        kind: "unsafe",
        message: `${path} has the mode 0${mode.toString(8)}: others than its owner can use it`,
        wouldVerify: `chmod 0600 ${path}`,
      },
    });
  });

  it("says when there is no file, it isn't one, it is empty or too large", async () => {
    const below = join(folder, "folder");
    mkdirSync(below, { mode: 0o700 });
    expect(await resolve(`file:${join(folder, "none")}`)).toMatchObject({ problem: { kind: "not-found" } });
    expect(await resolve(`file:${below}`)).toMatchObject({ problem: { kind: "unsafe" } });
    expect(await resolve(`file:${write("empty", "\n", 0o600)}`)).toMatchObject({ problem: { kind: "empty" } });
    expect(await resolve(`file:${write("large", "x".repeat(100_000), 0o600)}`)).toMatchObject({
      problem: { kind: "too-large" },
    });
    expect(await resolve("file:a\0b")).toMatchObject({ problem: { kind: "failed" } });
  });
});

describe("exec:", () => {
  it("gives what a program prints, with words as they were grouped and no shell between", async () => {
    expect(revealed(await resolve("exec:printf '%s|' one 'two three' \"$HOME;id\""))).toBe("one|two three|$HOME;id|");
  });

  it("says why a program gave nothing, without what it printed", async () => {
    expect(await resolve("exec:holdfast-no-such-program")).toEqual({
      problem: {
        kind: "not-found",
        message: "holdfast-no-such-program isn't installed",
        wouldVerify: "install holdfast-no-such-program",
      },
    });
    const failed = await resolve("exec:sh -c 'echo hunter2; echo hunter2 >&2; exit 3'");
    expect(failed).toMatchObject({ problem: { kind: "failed", message: "sh failed (exit code 3)" } });
    expect(JSON.stringify(failed)).not.toContain("hunter2");
    expect(await resolve(`exec:${write("plain", "hunter2", 0o600)}`)).toMatchObject({ problem: { kind: "denied" } });
    expect(await resolve("exec:true")).toMatchObject({ problem: { kind: "empty" } });
    expect(await resolve("exec:echo 'open")).toMatchObject({ problem: { kind: "failed" } });
    expect(await resolve("exec: ")).toMatchObject({ problem: { kind: "failed" } });
  });

  it.each(["wait", "true"])("stops a program that takes too long, with what it started (then %s)", async (then) => {
    const pidFile = join(folder, `pid-${then}`);
    const result = await resolve(`exec:sh -c 'sleep 600 & echo $! > ${pidFile}; ${then}'`, 1000);
    expect(result).toMatchObject({ problem: { kind: "timeout", message: "sh took longer than 1000 ms" } });
    const pid = Number(readFileSync(pidFile, "utf8"));
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it("stops a program that prints without end", async () => {
    expect(await resolve("exec:yes hunter2")).toMatchObject({ problem: { kind: "too-large" } });
  });
});

it("anything else is no reference", async () => {
  expect(await resolve("hunter2")).toEqual({
    problem: {
      kind: "failed",
      message: "this is no reference to a secret",
      wouldVerify: "write env:NAME, file:PATH or exec:COMMAND",
    },
  });
});

it("words of a command are split at spaces and grouped by quotes", () => {
  expect(splitArguments(` a  b"c d"'e f' "" `)).toEqual(["a", "bc de f", ""]);
  expect(splitArguments(`"it's"`)).toEqual(["it's"]);
  expect(splitArguments(`'open`)).toBeUndefined();
});

function isRunning(pid: number): boolean {
  try {
    // A stopped process whose parent is gone may stay as a zombie where nothing reaps; that isn't running.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
