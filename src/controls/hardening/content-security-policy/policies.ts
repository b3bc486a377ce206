import type { Answer } from "../../../probes/http/facts.ts";
import { headerValues } from "../../answers.ts";
import { metaElements } from "../../meta-elements.ts";

/** One enforced policy; all policies of an answer apply together. */
export interface Policy {
  readonly text: string;
  /** Sources by lower-cased directive; of one that occurs twice, the first counts. */
  readonly directives: ReadonlyMap<string, readonly string[]>;
}

/** Directives that browsers do not heed in a meta element. */
const headerOnly = ["frame-ancestors", "report-uri", "sandbox"];

/** Parses a list of policies as it stands in one field: commas part policies, semicolons directives. */
export function parsePolicies(field: string): readonly Policy[] {
  return field.split(",").flatMap((text) => {
    const directives = new Map<string, readonly string[]>();
    for (const part of text.split(";")) {
      const [name, ...sources] = part.trim().split(/\s+/);
      const id = name?.toLowerCase() ?? "";
      if (id !== "" && !directives.has(id)) directives.set(id, sources);
    }
    return directives.size === 0 ? [] : [{ text: text.trim(), directives }];
  });
}

/** The policies that a browser enforces on the answer: those of all fields, and those of meta elements in its head. */
export function policiesOf(answer: Answer): readonly Policy[] {
  const meta = metaElements(answer.bodyStart)
    .filter((it) => it.get("http-equiv")?.toLowerCase() === "content-security-policy")
    .flatMap((it) => parsePolicies(it.get("content") ?? ""))
    .map((it) => ({ ...it, directives: new Map([...it.directives].filter(([name]) => !headerOnly.includes(name))) }));
  return [...headerValues(answer, "content-security-policy").flatMap(parsePolicies), ...meta];
}

/** The sources of the first of these directives that the policy has. */
export function sourcesOf({ directives }: Policy, ...names: readonly string[]): readonly string[] | undefined {
  for (const name of names) {
    const sources = directives.get(name);
    if (sources !== undefined) return sources;
  }
  return undefined;
}

/** Whether nothing is allowed: an empty list of sources, or 'none' alone. */
export function allowsNothing(sources: readonly string[] | undefined): boolean {
  return sources?.every((it) => it.toLowerCase() === "'none'") === true && sources.length <= 1;
}

/** The nonces that a policy names. */
export function noncesOf({ directives }: Policy): readonly string[] {
  return [...directives.values()].flat().filter((it) => /^'nonce-.+'$/i.test(it));
}
