import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { ScriptLimits, ScriptResult, Transport } from "./transport.ts";
import type { Trouble } from "./trouble.ts";

const stderrCap = 64 * 1024;
const graceMs = 500;
const cleanEnvironment = { LC_ALL: "C", PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

/** A command that reads a script on its standard input. */
export interface Shell {
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment; a clean one without it. */
  readonly environment?: NodeJS.ProcessEnv;
}
const posixShell: Shell = { command: "/bin/sh", args: ["-s"] };

/**
 * This machine. A script runs in one `/bin/sh` with a clean environment and a process group of its own, so that
 * nothing it started outlives its limits. Troubles: `timeout` and `budget` (a limit was reached, or the run was
 * aborted; what was printed by then may be asked for), `not-installed` (no shell), `denied` (the shell may not be started).
 *
 * @param shell - runs the script instead of `/bin/sh -s`, such as the same shell under another user
 */
export function localTransport(shell: Shell = posixShell): Transport {
  return { vantage: "local", run: (script, limits) => runShell(shell, script, limits) };
}

/** Runs one script in a process group of its own, within limits; see `localTransport`. */
export function runShell(shell: Shell, script: string, limits: ScriptLimits): Promise<ScriptResult | Trouble> {
  if (limits.signal?.aborted) return Promise.resolve(aborted());
  const began = performance.now();
  const { command, args, environment: env = cleanEnvironment } = shell;
  const child = spawn(command, args, { env, cwd: "/", detached: true, stdio: "pipe" });
  return new Promise((resolve) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    let stderrBytes = 0;
    let trouble: Trouble | undefined;
    let grace: NodeJS.Timeout | undefined;

    const stop = (why: Trouble) => {
      if (trouble !== undefined) return;
      trouble = why;
      child.stdin.destroy();
      signalGroup(child, "SIGTERM");
      grace = setTimeout(() => {
        signalGroup(child, "SIGKILL");
        // Whoever left the group may still hold the pipes; they are let go of, so that it ends here anyway.
        child.stdout.destroy();
        child.stderr.destroy();
      }, graceMs);
    };
    const timer = setTimeout(() => stop(timedOut(limits.timeoutMs)), limits.timeoutMs);
    const onAbort = () => stop(aborted());
    limits.signal?.addEventListener("abort", onAbort, { once: true });
    const settle = (result: ScriptResult | Trouble) => {
      clearTimeout(timer);
      clearTimeout(grace);
      limits.signal?.removeEventListener("abort", onAbort);
      resolve(result);
    };

    child.stdout.on("data", (chunk: Buffer) => {
      // What comes while it is being stopped may be the end of something that was broken off.
      if (trouble !== undefined) return;
      bytes += chunk.length;
      if (bytes > limits.maxBytes) stop(tooMuch(limits.maxBytes));
      else stdout.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderrBytes < stderrCap) stderr.push(chunk.subarray(0, stderrCap - stderrBytes));
      stderrBytes += chunk.length;
    });
    child.on("error", (error: NodeJS.ErrnoException) => settle(notStarted(shell, error)));
    child.on("close", (code, signal) => {
      // The shell is gone, but what it left in the background may not be.
      if (trouble !== undefined) signalGroup(child, "SIGKILL");
      settle(
        (limits.partial === true ? undefined : trouble) ?? {
          exitCode: code ?? 128 + (signal === "SIGKILL" ? 9 : 15),
          stdout: Buffer.concat(stdout),
          stderr: Buffer.concat(stderr).toString("utf8"),
          tookMs: Math.round(performance.now() - began),
          ...(trouble !== undefined && { stopped: trouble }),
        },
      );
    });
    // A script may end before it has read all of itself; that is no trouble of ours.
    child.stdin.on("error", () => {});
    child.stdin.end(script);
  });
}

function signalGroup(child: ChildProcessByStdio<Writable, Readable, Readable>, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

function timedOut(ms: number): Trouble {
  return {
    kind: "timeout",
    message: `the script did not end within ${ms} ms`,
    wouldVerify: "allow it more time, or look why the machine is slow",
  };
}
function tooMuch(maxBytes: number): Trouble {
  return {
    kind: "budget",
    message: `the script printed more than ${maxBytes} bytes`,
    wouldVerify: "allow it more bytes",
  };
}
function aborted(): Trouble {
  return { kind: "timeout", message: "the run was stopped before the script ended", wouldVerify: "run it again" };
}
function notStarted(shell: Shell, error: NodeJS.ErrnoException): Trouble {
  if (error.code === "ENOENT")
    return {
      kind: "not-installed",
      message: `there is no ${shell.command} on this machine`,
      wouldVerify: `install ${shell.command}`,
    };
  return {
    kind: "denied",
    message: `${shell.command} could not be started: ${error.message}`,
    wouldVerify: `let this user start ${shell.command}`,
  };
}
