import type { Stage } from "./build.ts";
import type { Origin } from "./facts.ts";

/** Marks every stage that the target begins with, copies from or mounts. */
export function markReached(stages: readonly Stage[], target: number): void {
  const left = [target];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const stage = stages[at];
    if (stage === undefined || stage.reached) continue;
    stage.reached = true;
    for (const origin of originsOf(stage)) if (origin.kind === "stage") left.push(origin.stage);
  }
}

/** Everything that a stage takes from elsewhere. */
function originsOf(stage: Stage): readonly Origin[] {
  return [
    stage.origin,
    ...stage.instructions.flatMap((it) => {
      if (it.kind === "run") return it.mounts;
      return (it.kind === "copy" || it.kind === "add") && it.from !== undefined ? [it.from] : [];
    }),
  ];
}
