/** The image whose signatures are looked for. */
export interface SignedImage {
  /** Such as `registry.example.com/shop`. */
  readonly repository: string;
  /** Its manifest's digest, and those of the indexes that led to it: whoever signs an index signs what is in it. */
  readonly digests: readonly string[];
}

export type Verdict = "verified" | "none-found" | "wrong-key" | "other-digest" | "other-repository" | "malformed";

const order: readonly Verdict[] = [
  "verified",
  "other-repository",
  "other-digest",
  "malformed",
  "wrong-key",
  "none-found",
];

/** What several signatures come to: one good one is enough, else the one that is nearest to it. */
export function best(verdicts: readonly Verdict[]): Verdict {
  return order.find((it) => verdicts.includes(it)) ?? "none-found";
}
