import type { ComposeFileDeclaration } from "../estate/resolved.ts";
import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Problem } from "../verdict/outcome.ts";
import { flawSentence, type SettingFlaw, settingFlaws } from "./container-settings.ts";

export type Workload = FactsOf<"compose-workloads">["workloads"][number];

/** The containers that are started: without a profile, or with one that the estate declares. */
export function startedWorkloads(
  { workloads }: FactsOf<"compose-workloads">,
  { profiles }: Pick<ComposeFileDeclaration, "profiles">,
): readonly Workload[] {
  const declared = new Set(profiles);
  return workloads.filter(
    (it) => it.profiles.length === 0 || declared.has("*") || it.profiles.some((one) => declared.has(one)),
  );
}

/** Problems of some kinds in what containers ask for; the control's text has `{container}`, `{place}` and `{flaw}`. */
export function settingProblems<P extends string>(
  workloads: readonly Workload[],
  kinds: Readonly<Partial<Record<SettingFlaw["kind"], P>>>,
  problem: (id: P, data: Readonly<Record<string, string>>, options: { readonly discriminator: string }) => Problem,
): readonly Problem[] {
  return workloads.flatMap(({ name: container, place, settings }) =>
    settingFlaws(settings).flatMap((it) => {
      const id = kinds[it.kind];
      const flaw = flawSentence(it);
      return id === undefined
        ? []
        : [problem(id, { container, place, flaw }, { discriminator: `${container} ${flaw}` })];
    }),
  );
}
