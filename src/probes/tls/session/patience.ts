import type { Target } from "../target.ts";

/** How long silence has to last at most before it counts as the server's answer. */
export function patienceOf(target: Target): number {
  return Math.min(target.timeoutMs, 1500);
}

/** The same for a server that took so long for its first flight. */
export function patienceAfter(target: Target, tookMs: number): number {
  return Math.min(patienceOf(target), 500 + 10 * tookMs);
}
