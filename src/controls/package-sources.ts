import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Problem } from "../verdict/outcome.ts";
import type { MakeProblem } from "./control.ts";

type Sources = Pick<FactsOf<"host-package-sources">, "sources" | "uncheckedSettings">;

/** What can be wrong with where packages come from. */
export const sourceProblems = {
  source: "{place} takes packages from {uri} without checking them ({options})",
  setting: "{place} switches checks off for all sources ({setting})",
} as const;

/** Sources and settings by which a package manager installs what nobody signed. */
export function uncheckedSources(
  { sources, uncheckedSettings }: Sources,
  problem: MakeProblem<keyof typeof sourceProblems>,
): readonly Problem[] {
  return [
    ...sources
      .filter((it) => it.unchecked.length > 0)
      .map(({ place, uri, unchecked }) =>
        problem("source", { place, uri, options: unchecked.join(", ") }, { discriminator: `${place} ${uri}` }),
      ),
    ...uncheckedSettings.map(({ place, setting }) =>
      problem("setting", { place, setting }, { discriminator: `${place} ${setting}` }),
    ),
  ];
}
