import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { podman, podmanPlaces } from "./images.ts";
import { forgetProcess, noteProcess, runFolder } from "./run-folder.ts";

/** An engine of the test bed that speaks the Docker Engine API, with containers of its own. */
export interface TestEngine {
  /** `unix:///PATH` */
  readonly socket: string;
  /** Starts a container without network and gives its name; `args` are those of `podman run`, the image and the command last. */
  run(name: string, ...args: readonly string[]): Promise<string>;
  /** Ends its containers, and itself. */
  stop(): Promise<void>;
}

/** Processes that podman leaves behind for a moment to tidy up name its store among their arguments. */
function isNamed(store: string): boolean {
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && commandLine(name).includes(store));
}

/** Arguments of a process, each ended by a NUL; empty for one that has just ended. */
function commandLine(processId: string): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Waits until podman has done with its store, which it mounts onto itself and doesn't always take down again. */
async function unmounted(): Promise<void> {
  const [, store = ""] = await podmanPlaces();
  // What ran inside a container by the API is remembered for minutes, by a process that waits and does nothing else.
  for (const name of readdirSync("/proc").filter((it) => /^\d+$/.test(it))) {
    const line = commandLine(name);
    if (line.includes(store) && /--exit-delay\0\d/.test(line)) process.kill(Number(name), "SIGKILL");
  }
  while (isNamed(store)) await sleep(50);
  const overlay = join(store, "overlay");
  while (readFileSync("/proc/self/mounts", "utf8").includes(` ${overlay} `))
    await promisify(execFile)("umount", [overlay]);
}

/** Starts podman's service over this test file's own store. */
export async function startEngine(): Promise<TestEngine> {
  const path = join(runFolder("engine"), "engine.sock");
  const socket = `unix://${path}`;
  const service = spawn("podman", [...(await podmanPlaces()), "system", "service", "--time", "0", socket], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  service.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4096);
  });
  const { pid = 0 } = service;
  noteProcess(pid);
  const gone = once(service, "exit").then(() => forgetProcess(pid));
  while (!existsSync(path)) {
    if (service.exitCode !== null) throw new Error(`podman's service ended: ${said}`);
    await sleep(20);
  }
  const names: string[] = [];
  return {
    socket,
    async run(name, ...args) {
      names.push(name);
      // Podman's own limits are more than what a container may be given everywhere.
      const limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096"];
      const network = args.some((it) => it.startsWith("--network")) ? [] : ["--network", "none"];
      await podman("run", "--detach", "--name", name, ...limits, ...network, ...args);
      return name;
    },
    async stop() {
      try {
        if (names.length > 0) await podman("rm", "--force", "--ignore", "--time", "0", ...names);
      } finally {
        service.kill("SIGTERM");
        // It waits for minutes for connections that somebody gave up.
        const insist = setTimeout(() => service.kill("SIGKILL"), 5000);
        await gone;
        clearTimeout(insist);
        await unmounted();
      }
    },
  };
}
