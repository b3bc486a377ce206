import type { Answer } from "../../../probes/http/facts.ts";
import { headerValues, type JudgedAnswer } from "../../answers.ts";
import type { Fault } from "../../fault.ts";
import { allowsNothing, noncesOf, policiesOf, sourcesOf } from "./policies.ts";
import { type ScriptFault, scriptFaults } from "./script-faults.ts";

type Id = ScriptFault | "missing" | "missing-there" | "report-only" | "objects" | "base";

/** What the policies of an answer leave open together; each policy only ever takes away. */
export function faultsOf(answer: Answer, host: string): readonly Fault<Id>[] {
  const policies = policiesOf(answer);
  if (policies.length === 0) {
    if (headerValues(answer, "content-security-policy-report-only").length > 0) return [{ id: "report-only" }];
    return [{ id: "missing", elsewhere: "missing-there" }];
  }
  const limiting = policies.map((it) => scriptFaults(it, host)).filter(([first]) => first?.id !== "no-scripts");
  const scripts = limiting.toSorted((one, other) => one.length - other.length)[0] ?? [{ id: "no-scripts" as const }];
  const objects = policies.some((it) => allowsNothing(sourcesOf(it, "object-src", "default-src")));
  const base = policies.some((it) => allowsNothing(sourcesOf(it, "base-uri")));
  return [
    ...scripts,
    ...(objects ? [] : [{ id: "objects" as const }]),
    ...(base ? [] : [{ id: "base" as const, severity: "low" as const }]),
  ];
}

/** The answers that share a nonce with another answer; HEAD is asked by itself, so it counts. */
export function reusedNonces(answers: readonly JudgedAnswer[]): readonly JudgedAnswer[] {
  const nonces = answers.map(({ answer }) => new Set(policiesOf(answer).flatMap(noncesOf)));
  return answers.filter((_, at) =>
    nonces.some((others, other) => other !== at && !others.isDisjointFrom(nonces[at] ?? new Set())),
  );
}
