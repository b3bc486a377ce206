import type { z } from "zod";
import type { Trouble } from "../../../transports/trouble.ts";
import type { flawIds, tlsFlawsSchema } from "../facts.ts";

export type Flaws = z.output<typeof tlsFlawsSchema>;
export type Flaw = Flaws["flaws"][number];
export type FlawId = (typeof flawIds)[number];

export function flaw(id: FlawId, state: "vulnerable" | "possible" | "safe" | "not-tried", detail: string): Flaw {
  return { id, state, detail };
}

/** The trial did not come to a result. */
export function undecided(id: FlawId, trouble: Trouble): Flaw {
  return { id, detail: trouble.message, trouble };
}
