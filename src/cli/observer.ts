import { randomBytes } from "node:crypto";
import { defaultBudget, defaultConcurrency, type Observer } from "../assessment/observe.ts";
import type { ProgressListener } from "../assessment/progress.ts";
import { DeclaredTransports } from "../transports/declared.ts";

/** An observer that holds connections until it is closed. */
export interface ClosableObserver extends Observer {
  close(): Promise<void>;
}

/** The real world seen from this machine: its clock, its randomness, and a key that dies with the process. */
export function localObserver(signal: AbortSignal, progress: ProgressListener): ClosableObserver {
  const transports = new DeclaredTransports();
  return {
    transportFor: (subject) => transports.of(subject),
    close: () => transports.close(),
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
