import { randomBytes } from "node:crypto";
import { defaultBudget, defaultConcurrency, type Observer } from "../assessment/observe.ts";
import type { ProgressListener } from "../assessment/progress.ts";
import { localTransport } from "../transports/local.ts";

/** The real world seen from this machine: its clock, its randomness, and a key that dies with the process. */
export function localObserver(signal: AbortSignal, progress: ProgressListener): Observer {
  return {
    transport: localTransport(),
    now: () => new Date(),
    random: (characters) =>
      randomBytes(Math.ceil(characters / 2))
        .toString("hex")
        .slice(0, characters),
    key: randomBytes(32),
    budget: defaultBudget,
    signal,
    progress,
    concurrency: defaultConcurrency,
  };
}
