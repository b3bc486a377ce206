/**
 * Why the world would not tell us something. A trouble always becomes `unknown`, never a pass; a mistake in our own
 * code is not a trouble but a bug.
 */
export const troubleKinds = [
  "unreachable",
  "refused",
  "denied",
  "timeout",
  "unsupported",
  "unparsable",
  "not-installed",
  "budget",
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

export interface Trouble {
  readonly kind: TroubleKind;
  /** What happened, in one sentence, with names: the file that was denied, the address that did not answer. */
  readonly message: string;
  /** The smallest thing that would let the probe see it, such as `run as root` or `install openssh-server`. */
  readonly wouldVerify: string;
  /** For `unparsable`: the bytes that made no sense, capped, as text. */
  readonly excerpt?: string;
}

/** Carries a trouble through code that throws; the engine turns it back into the trouble. */
export class TroubleError extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.message);
    this.name = "TroubleError";
    this.trouble = trouble;
  }
}
