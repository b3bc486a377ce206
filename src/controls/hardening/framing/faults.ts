import type { Answer } from "../../../probes/http/facts.ts";
import { headerItems, shown } from "../../answers.ts";
import type { Fault } from "../../fault.ts";
import { policiesOf } from "../content-security-policy/policies.ts";

type Id = "missing" | "missing-there" | "ancestors" | "conflict" | "ignored";

/** What lets others frame the answer: frame-ancestors of any enforced policy supersedes X-Frame-Options. */
export function faultsOf(answer: Answer): readonly Fault<Id>[] {
  const ancestors = policiesOf(answer).flatMap(({ directives }) => {
    const sources = directives.get("frame-ancestors");
    return sources === undefined ? [] : [sources];
  });
  if (ancestors.length > 0) {
    // Every policy must agree, so one that lets nobody else in is enough.
    const closed = ancestors.some((it) => it.every((source) => /^'(?:self|none)'$/i.test(source)));
    const sources = shown(ancestors.map((it) => it.join(" ")).join(", "));
    return closed ? [] : [{ id: "ancestors", data: { sources } }];
  }
  const values = new Set(headerItems(answer, "x-frame-options").map((it) => it.toLowerCase()));
  if (values.size === 0) return [{ id: "missing", elsewhere: "missing-there" }];
  const data = { value: shown([...values].join(", ")) };
  const known = values.has("deny") || values.has("sameorigin");
  if (!known) return [{ id: "ignored", data }];
  return values.size > 1 ? [{ id: "conflict", data, severity: "low" }] : [];
}
