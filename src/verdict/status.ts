/** What is said of a requirement for a system, the worst first. */
export const statuses = ["violated", "unverified", "excepted", "attested", "verified", "not applicable"] as const;
export type Status = (typeof statuses)[number];

/** The worst of several; of none it is `not applicable`, so callers must never pass an empty list for lack of evidence. */
export function worst(several: readonly Status[]): Status {
  return statuses.find((status) => several.includes(status)) ?? "not applicable";
}

/** Orders statuses with the worst first; for use with `Array.sort`. */
export function byStatus(a: Status, b: Status): number {
  return statuses.indexOf(a) - statuses.indexOf(b);
}
