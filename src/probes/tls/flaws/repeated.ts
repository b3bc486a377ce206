import type { Trouble } from "../../../transports/trouble.ts";
import { isTrouble, type Target } from "../target.ts";

export interface Differences {
  /** Names of the trials that were answered otherwise than the first. */
  readonly differ: readonly string[];
  /** All answers, for a sentence. */
  readonly told: string;
}

const rounds = 3;

/**
 * Whether a server answers some trials otherwise than others, and does so every time: a difference that a busy network makes
 * does not come back in the same way. `round` gives the answers by trial; one round is enough where they are all alike.
 */
export async function vulnerableWhere(
  target: Target,
  round: () => Promise<ReadonlyMap<string, string> | Trouble>,
): Promise<Differences | Trouble> {
  const first = await round();
  if (isTrouble(first)) return first;
  const [expected] = first.values();
  const differ = [...first.keys()].filter((name) => first.get(name) !== expected);
  const told = [...first].map(([name, answer]) => `${name}: ${answer}`).join("; ");
  if (differ.length === 0) return { differ, told };
  for (let again = 1; again < rounds; again += 1) {
    const next = await round();
    if (isTrouble(next)) return next;
    if ([...first].every(([name, answer]) => next.get(name) === answer)) continue;
    return {
      kind: "unsupported",
      message: `${target.place} answers the same trial now in one way, now in another`,
      wouldVerify: "another run when the target and the network are quiet",
    };
  }
  return { differ, told };
}
