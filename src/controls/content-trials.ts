import type { FactsOf } from "../probes/fact-kinds.ts";
import { type Outcome, settle } from "../verdict/outcome.ts";
import type { Severity } from "../verdict/severity.ts";
import type { JudgeContext } from "./control.ts";

type Trial = FactsOf<"http-content">["trials"][number];

/** Judges the things that were looked for: `served` where the format of one was proven, a gap where it can't be told. */
export function judgeTrials(
  { trials }: FactsOf<"http-content">,
  wanted: (trial: Trial) => boolean,
  problem: JudgeContext<"endpoint", "served">["problem"],
  severityOf: (trial: Trial) => Severity | undefined = () => undefined,
): Outcome {
  const looked = trials.filter(wanted);
  const hidden = looked.filter((it) => it.finding === "protected");
  const unseen = looked.filter((it) => it.finding === undefined);
  return settle({
    problems: looked
      .filter((it) => it.finding === "proven")
      .map((it) => {
        const severity = severityOf(it);
        const data = { path: it.path, status: it.status ?? "?", proof: it.proof ?? it.id };
        return problem("served", data, { discriminator: it.id, ...(severity === undefined ? {} : { severity }) });
      }),
    gaps: [
      ...(looked.length === 0 ? [{ reason: "nothing of the kind was looked for", wouldVerify: "observe again" }] : []),
      ...unseen.map(({ path, trouble }) => ({
        reason: `${path}: ${trouble?.message ?? "it was not settled what answers"}`,
        wouldVerify: trouble?.wouldVerify ?? "observe again",
      })),
    ],
    because: `none of ${looked.length} things looked for is served${
      hidden.length === 0 ? "" : `; refused, but there: ${hidden.map((it) => it.path).join(", ")}`
    }`,
  });
}
