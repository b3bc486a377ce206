import type { Trouble } from "../../transports/trouble.ts";
import type { Budget } from "../probe.ts";

/** What one subject has cost so far; shared by all connections to it. */
export class Spending {
  readonly signal: AbortSignal;
  /** Milliseconds that one request may take. */
  readonly requestMs: number;
  readonly #budget: Budget;
  #connections = 0;
  #bytes = 0;

  constructor(budget: Budget, signal: AbortSignal) {
    this.#budget = budget;
    this.signal = AbortSignal.any([signal, AbortSignal.timeout(budget.timeoutMs)]);
    this.requestMs = Math.max(100, Math.min(10_000, Math.floor(budget.timeoutMs / 4)));
  }

  /** Connections that were opened so far. */
  get connections(): number {
    return this.#connections;
  }

  get bytesLeft(): number {
    return Math.max(0, this.#budget.maxBytes - this.#bytes);
  }

  receive(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Takes one connection out of the budget, or says that there is none left. */
  connect(): Trouble | undefined {
    if (this.#connections >= this.#budget.maxConnections)
      return {
        kind: "budget",
        message: `all ${this.#budget.maxConnections} connections allowed for it are used up`,
        wouldVerify: "allow more connections to it",
      };
    this.#connections += 1;
    return undefined;
  }

  /** The trouble of having read too much; `undefined` while there is room. */
  exhausted(): Trouble | undefined {
    if (this.bytesLeft > 0) return undefined;
    return {
      kind: "budget",
      message: `all ${this.#budget.maxBytes} bytes allowed for it are used up`,
      wouldVerify: "allow more bytes to be read from it",
    };
  }
}
