import type { Answer } from "../probes/http/facts.ts";
import { headerValues, shown } from "./answers.ts";
import type { Fault } from "./fault.ts";

/** What a field of Strict-Transport-Security tells a browser, or why a browser ignores it. */
export type StrictTransportSecurity =
  | { readonly maxAgeSeconds: number; readonly includeSubDomains: boolean; readonly preload: boolean }
  | { readonly mistake: string };

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Parses one field by RFC 6797 section 6.1: a directive that occurs twice, or a mistake in the grammar, makes the whole
 * field void; a quoted max-age is as good as a bare one; unknown directives are skipped.
 */
export function parseStrictTransportSecurity(field: string): StrictTransportSecurity {
  const directives = new Map<string, string | undefined>();
  for (const part of field.match(/(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g) ?? []) {
    if (part.trim() === "") continue;
    const [, name = "", equals, raw = ""] = /^\s*([^=\s]*)\s*(=)?\s*(.*?)\s*$/s.exec(part) ?? [];
    const value = /^"((?:[^"\\]|\\.)*)"$/s.exec(raw)?.[1]?.replaceAll(/\\(.)/gs, "$1") ?? raw;
    if (!token.test(name)) return { mistake: `“${part.trim()}” is no directive` };
    if (equals === undefined ? raw !== "" : value === raw && !token.test(raw))
      return { mistake: `“${part.trim()}” is no directive` };
    const id = name.toLowerCase();
    if (directives.has(id)) return { mistake: `${id} occurs twice` };
    directives.set(id, equals === undefined ? undefined : value);
  }
  for (const id of ["includesubdomains", "preload"])
    if (directives.get(id) !== undefined) return { mistake: `${id} takes no value` };
  const maxAge = directives.get("max-age");
  if (maxAge === undefined || !/^\d+$/.test(maxAge)) return { mistake: "it has no max-age in seconds" };
  return {
    maxAgeSeconds: Number(maxAge),
    includeSubDomains: directives.has("includesubdomains"),
    preload: directives.has("preload"),
  };
}

/** The field that counts in an answer, the first one (RFC 6797 section 8.1), and what keeps it from lasting long enough. */
export interface CountingField {
  readonly faults: readonly Fault<"missing" | "missing-there" | "void" | "short">[];
  /** What it says; absent when there is none, or browsers ignore it. */
  readonly said?: { readonly value: string; readonly includeSubDomains: boolean; readonly preload: boolean };
}

/** Reads the field that counts; `leastSeconds` is what its max-age has to reach. */
export function countingField(answer: Answer, leastSeconds: number): CountingField {
  const [first] = headerValues(answer, "strict-transport-security");
  if (first === undefined) return { faults: [{ id: "missing", elsewhere: "missing-there" }] };
  const value = shown(first);
  const parsed = parseStrictTransportSecurity(first);
  if ("mistake" in parsed) return { faults: [{ id: "void", data: { value, mistake: parsed.mistake } }] };
  const { maxAgeSeconds: seconds, includeSubDomains, preload } = parsed;
  return {
    faults: seconds < leastSeconds ? [{ id: "short", data: { seconds, policy: leastSeconds } }] : [],
    said: { value, includeSubDomains, preload },
  };
}
