import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { forgetProcess, noteProcess } from "./run-folder.ts";

/** A server of the test bed that runs in the foreground, stopped by its own process id. */
export interface Daemon {
  readonly pid: number;
  stop(): Promise<void>;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect({ host: "127.0.0.1", port });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  const open = await promise;
  socket.destroy();
  return open;
}

/** Ends a process: asks it first, and insists where it does not go. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const insist = setTimeout(() => child.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(insist);
}

/** Starts a program in the foreground and waits until all its ports accept connections. */
export async function startDaemon(program: string, args: readonly string[], ports: readonly number[]): Promise<Daemon> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-4096);
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const { pid } = child;
  if (pid !== undefined) noteProcess(pid);
  child.once("exit", () => {
    process.off("exit", kill);
    if (pid !== undefined) forgetProcess(pid);
  });
  let failed = "";
  child.once("error", (error) => {
    failed = error.message;
  });
  for (let tries = 0; tries < 1200; tries += 1) {
    if (failed !== "" || child.exitCode !== null) throw new Error(`${program} did not start: ${failed}${said}`);
    const open = await Promise.all(ports.map(answers));
    if (open.every(Boolean)) return { pid: pid ?? 0, stop: () => end(child) };
    await sleep(50);
  }
  await end(child);
  throw new Error(`${program} never listened: ${said}`);
}
