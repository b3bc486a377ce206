import type { Trouble } from "../../../transports/trouble.ts";
import type { Outcome } from "./outcome.ts";

/** Things of one kind that are offered: the ones that were chosen so far, and the ones that are still open. */
export class Dimension {
  #left: number[];
  readonly found: number[] = [];
  /** Nothing of what is left is supported. */
  exhausted = false;
  /** Found ones stay in the offer, at its end, because the server can do nothing without one of them. */
  readonly #anchored: boolean;

  constructor(all: readonly number[], anchored = false) {
    this.#left = [...all];
    this.#anchored = anchored;
  }

  /** What to offer next. */
  offer(): readonly number[] {
    if (this.exhausted) return this.found;
    return this.#anchored ? this.full() : this.#left;
  }

  full(): readonly number[] {
    return [...this.#left, ...this.found];
  }

  /** Whether the choice was one of those that were open. */
  take(code: number | undefined): boolean {
    if (code === undefined || !this.#left.includes(code)) return false;
    this.#left = this.#left.filter((it) => it !== code);
    this.found.push(code);
    if (this.#left.length === 0) this.exhausted = true;
    return true;
  }
}

export interface Eliminated {
  readonly refusals: readonly Extract<Outcome, { state: "refused" }>[];
  readonly trouble?: Trouble;
}

/**
 * Finds all of two independent kinds of things at once: each handshake takes one of either away, so it costs as many
 * connections as the longer list is long, and two or three more.
 */
export async function eliminate(
  one: Dimension,
  other: Dimension,
  attempt: (one: readonly number[], other: readonly number[]) => Promise<Outcome>,
  chosen: (outcome: Extract<Outcome, { state: "chosen" }>) => { readonly one?: number; readonly other?: number },
): Promise<Eliminated> {
  const refusals: Extract<Outcome, { state: "refused" }>[] = [];
  const step = async (ones: readonly number[], others: readonly number[]) => {
    const outcome = await attempt(ones, others);
    if (outcome.state === "refused") refusals.push(outcome);
    if (outcome.state !== "chosen") return outcome;
    const it = chosen(outcome);
    return { state: "took", one: one.take(it.one), other: other.take(it.other) } as const;
  };
  while (!one.exhausted || !other.exhausted) {
    const first = await step(one.offer(), other.offer());
    if (first.state === "trouble") return { refusals, trouble: first.trouble };
    if (first.state === "took") {
      // A server that stays with what it chose before, or takes what it likes, has no more to show.
      if (first.one || first.other) continue;
      one.exhausted = true;
      other.exhausted = true;
    } else if (one.exhausted || other.exhausted) {
      one.exhausted = true;
      other.exhausted = true;
    } else {
      const again = await step(one.full(), other.offer());
      if (again.state === "trouble") return { refusals, trouble: again.trouble };
      if (again.state === "refused") other.exhausted = true;
      else if (!again.one) one.exhausted = true;
    }
  }
  return { refusals };
}
