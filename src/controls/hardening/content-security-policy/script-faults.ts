import { CspEvaluator } from "csp_evaluator";
import { type Finding, Severity, Type } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import type { Fault } from "../../fault.ts";
import { type Policy, sourcesOf } from "./policies.ts";

export type ScriptFault =
  | "no-scripts"
  | "inline"
  | "eval"
  | "everything"
  | "bypass"
  | "foreign"
  | "nonce"
  | "unparsable";

const faultOf: Readonly<Partial<Record<Type, ScriptFault>>> = {
  [Type.SCRIPT_UNSAFE_INLINE]: "inline",
  [Type.SCRIPT_UNSAFE_EVAL]: "eval",
  [Type.SCRIPT_UNSAFE_HASHES]: "inline",
  [Type.PLAIN_URL_SCHEMES]: "everything",
  [Type.PLAIN_WILDCARD]: "everything",
  [Type.SRC_HTTP]: "everything",
  [Type.IP_SOURCE]: "foreign",
  [Type.NONCE_LENGTH]: "nonce",
  [Type.NONCE_CHARSET]: "nonce",
};

/** Whether a source is the endpoint's own host or one below it. */
function isOwn(source: string, host: string): boolean {
  const named = source
    .replace(/^https:\/\//i, "")
    .replace(/[:/].*$/s, "")
    .toLowerCase();
  return named === host || named.endsWith(`.${host}`);
}

function idOf({ type, severity, value = "" }: Finding, host: string): ScriptFault | undefined {
  if (type !== Type.SCRIPT_ALLOWLIST_BYPASS) return faultOf[type];
  if (value.toLowerCase() === "'self'") return undefined;
  if (severity === Severity.HIGH) return "bypass";
  return isOwn(value, host) ? undefined : "foreign";
}

/** What lets scripts of others run under one policy, as a browser of today understands it. */
export function scriptFaults(policy: Policy, host: string): readonly Fault<ScriptFault>[] {
  const sources = sourcesOf(policy, "script-src", "default-src");
  if (sources === undefined) return [{ id: "no-scripts" }];
  try {
    const findings = new CspEvaluator(new CspParser(policy.text).csp).evaluate();
    const scripts = findings.filter((it) => /^(?:script-src(?:-elem|-attr)?|default-src)$/.test(it.directive));
    const faults = new Map<string, Fault<ScriptFault>>();
    for (const finding of scripts) {
      const id = idOf(finding, host);
      const { value = "", directive } = finding;
      // A nonce is another one in every answer and would make another finding each time.
      const data = { directive, value: id === "nonce" ? "" : value };
      const severity = id === "eval" || id === "foreign" ? { severity: "low" as const } : {};
      if (id !== undefined) faults.set(`${id} ${data.value}`, { id, data, discriminator: data.value, ...severity });
    }
    return [...faults.values()];
  } catch {
    // A source that is no URL makes the evaluator throw.
    return [{ id: "unparsable", data: { value: sources.join(" ").slice(0, 120) } }];
  }
}
