import { TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { changedFiles, type InspectedContainer } from "./engine-answers.ts";
import type { Questions } from "./questions.ts";

const most = 500;
const kinds = ["changed", "added", "deleted"] as const;

/** @throws TroubleError */
export async function containerChanges(
  questions: Questions,
  { Id }: InspectedContainer,
): Promise<FactsOf<"container-changes">> {
  const found = await questions.ask(`/containers/${Id}/changes`, changedFiles);
  if (found === undefined)
    throw new TroubleError({
      kind: "unsupported",
      message: "the engine doesn't tell what changed in a container's files",
      wouldVerify: "an engine with GET /containers/{id}/changes",
    });
  const changes = found ?? [];
  return {
    changes: changes.slice(0, most).map(({ Path, Kind }) => ({ kind: kinds[Kind] ?? "changed", path: Path })),
    total: changes.length,
  };
}
