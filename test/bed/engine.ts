import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { podmanPlaces } from "./images.ts";
import { forgetProcess, noteProcess, runFolder } from "./run-folder.ts";

/** A container engine over the images and containers of this test file. */
export interface TestEngine {
  /** `unix:///PATH` */
  readonly socket: string;
  stop(): Promise<void>;
}

/** Takes off what podman mounted below its own store; the run's folder could not be removed otherwise. */
function unmountBelow(folder: string): void {
  const places = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((place) => place.startsWith(folder));
  for (const place of places.reverse()) execFileSync("umount", [place]);
}

/** Starts podman's service, which speaks the Docker Engine API. */
export async function startEngine(): Promise<TestEngine> {
  const path = join(runFolder("engine"), "it.sock");
  const places = await podmanPlaces();
  const service = spawn("podman", [...places, "system", "service", "--time", "0", `unix://${path}`], {
    stdio: "ignore",
  });
  const { pid } = service;
  if (pid === undefined) throw new Error("podman can't be started");
  noteProcess(pid);
  for (let tries = 0; !existsSync(path); tries += 1) {
    if (tries > 1200 || service.exitCode !== null) throw new Error("podman's service did not start");
    await sleep(50);
  }
  return {
    socket: `unix://${path}`,
    stop: async () => {
      const gone = once(service, "exit");
      service.kill();
      await gone;
      forgetProcess(pid);
      unmountBelow(places[places.indexOf("--root") + 1] ?? path);
    },
  };
}
