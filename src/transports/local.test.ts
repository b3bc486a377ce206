import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { localTransport } from "./local.ts";

const limits = { timeoutMs: 20_000, maxBytes: 1_000_000 };
const { run } = localTransport();
const alive = (marker: string) =>
  execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(marker) && !line.startsWith("ps "));
const unique = () => `${100_000 + Math.floor(Math.random() * 100_000)}.${process.pid}`;

test("gives output, standard error and exit code of a script", async () => {
  const result = await run("printf 'a\\000b'; echo why >&2; exit 7", limits);
  expect(result).toMatchObject({ exitCode: 7, stdout: Buffer.from("a\0b"), stderr: "why\n" });
});

test("hands the script an environment of two fixed variables and nothing of ours", async () => {
  process.env["HOLDFAST_TEST_SECRET"] = "s";
  const result = await run("env", limits);
  delete process.env["HOLDFAST_TEST_SECRET"];
  const names = "stdout" in result ? result.stdout.toString().match(/^\w+(?==)/gm) : [];
  expect(names?.filter((name) => !["PWD", "_", "SHLVL", "OLDPWD"].includes(name)).sort()).toEqual(["LC_ALL", "PATH"]);
});

test("stops a hanging script and all it started at the time limit", async () => {
  const time = unique();
  expect(await run(`sleep ${time} & sleep ${time}`, { ...limits, timeoutMs: 200 })).toMatchObject({ kind: "timeout" });
  expect(alive(`sleep ${time}`)).toEqual([]);
});

test("kills a script that ignores the polite request", async () => {
  const time = unique();
  const script = `trap '' TERM; sleep ${time}; sleep ${time}`;
  expect(await run(script, { ...limits, timeoutMs: 200 })).toMatchObject({ kind: "timeout" });
  expect(alive(`sleep ${time}`)).toEqual([]);
});

test("stops a flood at the byte limit", async () => {
  expect(await run("yes", { ...limits, maxBytes: 10_000 })).toMatchObject({ kind: "budget" });
});

test("keeps what was printed before a limit stopped the script, where it is asked to, and nothing after", async () => {
  const late = "trap 'echo late; exit 0' TERM; echo early; sleep 600 & wait";
  const slow = await run(late, { ...limits, timeoutMs: 500, partial: true });
  expect(slow).toMatchObject({ stdout: Buffer.from("early\n"), stopped: { kind: "timeout" } });
  const flood = await run("echo early; sleep 0.3; yes", { ...limits, maxBytes: 10_000, partial: true });
  expect(flood).toMatchObject({ stopped: { kind: "budget" } });
  expect("stdout" in flood && flood.stdout.subarray(0, 6).toString()).toBe("early\n");
  const whole = await run("echo all", { ...limits, partial: true });
  expect("stopped" in whole).toBe(false);
});

test("a flood on standard error is cut, not kept", async () => {
  const result = await run("yes | head -c 1000000 >&2", limits);
  expect("stderr" in result ? result.stderr.length : 0).toBe(64 * 1024);
});

test("stops when aborted, before the start and in the middle", async () => {
  expect(await run("exit 0", { ...limits, signal: AbortSignal.abort() })).toMatchObject({ kind: "timeout" });
  const time = unique();
  const controller = new AbortController();
  const running = run(`sleep ${time}`, { ...limits, signal: controller.signal });
  setTimeout(() => controller.abort(), 100);
  expect(await running).toMatchObject({ kind: "timeout" });
  expect(alive(`sleep ${time}`)).toEqual([]);
});

test("without a shell it says what is not installed", async () => {
  const transport = localTransport({ command: "/nonexistent/sh", args: ["-s"] });
  expect(await transport.run("exit 0", limits)).toMatchObject({
    kind: "not-installed",
    wouldVerify: "install /nonexistent/sh",
  });
});
