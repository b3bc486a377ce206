import type { FactsOf } from "../fact-kinds.ts";
import { engineInformation, engineVersion, type InspectedContainer } from "./engine-answers.ts";
import type { Questions } from "./questions.ts";
import { settingsOf } from "./settings.ts";

/** @throws TroubleError */
export async function containerConfiguration(
  questions: Questions,
  container: InspectedContainer,
): Promise<FactsOf<"container-configuration">> {
  const version = await questions.ask("/version", engineVersion);
  const options = (await questions.ask("/info", engineInformation))?.SecurityOptions ?? undefined;
  const isPodman = version?.Components?.some((it) => it.Name.startsWith("Podman")) === true;
  return {
    engine: {
      ...{ name: isPodman ? "Podman" : "Docker", version: version?.Version ?? "" },
      ...(options !== undefined && { rootless: options.some((it) => /(?:^|=|,)rootless(?:$|,)/.test(it)) }),
    },
    id: container.Id,
    running: container.State.Running,
    settings: settingsOf(container),
  };
}
