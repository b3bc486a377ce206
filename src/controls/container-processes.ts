import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Problem } from "../verdict/outcome.ts";

type ContainerProcess = FactsOf<"container-processes">["processes"][number];

/** What is wrong with processes: several of one program that say the same count once. */
export function processProblems(
  processes: readonly ContainerProcess[],
  problemOf: (process: ContainerProcess) => Problem,
): readonly Problem[] {
  return [...new Map(processes.map(problemOf).map((it) => [it.message, it])).values()];
}

/** Why it holds, with the reasons for which something is needed. */
export function needed(because: string, reasons: readonly string[]): string {
  return reasons.length === 0 ? because : `${because}; declared as needed: ${[...new Set(reasons)].join("; ")}`;
}
