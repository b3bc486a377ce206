import type { Problem } from "../verdict/outcome.ts";
import type { Severity } from "../verdict/severity.ts";
import type { JudgedAnswer } from "./answers.ts";
import type { JudgeContext } from "./control.ts";

/** What is wrong with one answer; the same fault of several answers becomes one problem that tells them all. */
export interface Fault<P extends string> {
  readonly id: P;
  /** The problem's id where other answers are free of the fault; its text says so. */
  readonly elsewhere?: P;
  readonly data?: Readonly<Record<string, string | number>>;
  /** Tells faults of one id in one answer apart, such as a cookie's name. */
  readonly discriminator?: string;
  readonly severity?: Severity;
}

/**
 * The problems of several answers. Every text may use `{where}`: the places, or `all` for all of them. What only error pages
 * lack is `low`, unless the fault says otherwise.
 */
export function problemsAt<P extends string>(
  answers: readonly JudgedAnswer[],
  look: (it: JudgedAnswer) => readonly Fault<P>[],
  problem: JudgeContext<"endpoint", P>["problem"],
  all = "every answer",
): readonly Problem[] {
  const groups = new Map<string, { readonly fault: Fault<P>; readonly at: JudgedAnswer[] }>();
  for (const judged of answers)
    for (const fault of look(judged)) {
      const key = JSON.stringify([fault.id, fault.discriminator, fault.data]);
      const group = groups.get(key) ?? { fault, at: [] };
      if (!group.at.includes(judged)) group.at.push(judged);
      groups.set(key, group);
    }
  return [...groups.values()].map(({ fault, at }) => {
    const everywhere = at.length === answers.length;
    const places = [...new Set(at.map(({ place }) => place))];
    const onErrorsOnly = !everywhere && at.every(({ answer }) => answer.status >= 400);
    const severity = fault.severity ?? (onErrorsOnly ? "low" : undefined);
    return problem(
      everywhere ? fault.id : (fault.elsewhere ?? fault.id),
      { where: everywhere && answers.length > 1 ? all : places.join(", "), ...fault.data },
      {
        discriminator: [fault.discriminator ?? "", ...(everywhere ? [] : places)].filter((it) => it !== "").join(" "),
        ...(severity === undefined ? {} : { severity }),
      },
    );
  });
}
