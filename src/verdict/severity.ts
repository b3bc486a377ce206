/** How grave a finding is, the gravest first. The remediation deadlines of the standard are given for the first three. */
export const severities = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof severities)[number];

/** Orders severities with the gravest first; for use with `Array.sort`. */
export function bySeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
