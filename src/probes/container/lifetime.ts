import { valueWithoutSecrets } from "../dockerfile/without-secrets.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { parseImageReference } from "../image-reference.ts";
import { type InspectedContainer, imageHistory, inspectedImage } from "./engine-answers.ts";
import type { Questions } from "./questions.ts";

/** @throws TroubleError */
export async function containerLifetime(
  questions: Questions,
  container: InspectedContainer,
): Promise<FactsOf<"container-lifetime">> {
  const name = container.Config.Image ?? "";
  const reference = isId(name) ? undefined : parseImageReference(name);
  const path = `/images/${encodeURIComponent(container.Image)}`;
  const image = await questions.ask(`${path}/json`, inspectedImage);
  const history = (await questions.ask(`${path}/history`, imageHistory)) ?? [];
  const named =
    reference === undefined
      ? undefined
      : await questions.ask(`/images/${name.split("/").map(encodeURIComponent).join("/")}/json`, inspectedImage);
  const newest = history.reduce((latest, it) => Math.max(latest, it.Created), 0) * 1000;
  const created = image?.Created ?? undefined;
  const { StartedAt: startedAt, Running: running } = container.State;
  return {
    created: container.Created,
    ...(running && startedAt != null && { startedAt }),
    ...(container.RestartCount != null && { restarts: container.RestartCount }),
    image: {
      id: normalId(container.Image),
      ...(reference !== undefined && { reference }),
      repoDigests: image?.RepoDigests ?? [],
      ...(created !== undefined && { created }),
      // Engines give whole seconds there; a date cannot hold more than 8.64e15 milliseconds.
      ...(newest <= 8.64e15 &&
        !(newest <= Date.parse(created ?? "")) &&
        newest > 0 && { newestLayer: new Date(newest).toISOString() }),
      labels: Object.fromEntries(
        Object.entries(image?.Config?.Labels ?? {}).map(([key, value]) => [key, valueWithoutSecrets(key, value)]),
      ),
      ...(named !== undefined && { newestId: normalId(named.Id) }),
    },
  };
}

const isId = (name: string): boolean => /^(?:sha256:)?[0-9a-f]{12,64}$/.test(name);
const normalId = (id: string): string => `sha256:${id.replace(/^sha256:/, "")}`;
