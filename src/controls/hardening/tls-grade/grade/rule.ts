import type { GradeFacts } from "./grade-facts.ts";
import type { Letter } from "./letter.ts";

/** One rule that keeps a grade from being better than `cap`. */
export interface Rule {
  readonly id: string;
  readonly cap: Letter;
  /** Whether what was told makes it apply; what was not told never does. */
  readonly applies: (facts: GradeFacts) => boolean;
  /** What was seen, as a sentence without its full stop. Only asked where it applies. */
  readonly because: (facts: GradeFacts) => string;
  /** What takes the cap away, as an order. */
  readonly lifts: string;
}

/** Makes a rule from one look that gives what was seen, or nothing where the rule does not apply. */
export function rule(
  id: string,
  cap: Letter,
  look: (facts: GradeFacts) => string | false | undefined,
  lifts: string,
): Rule {
  return {
    id,
    cap,
    applies: (facts) => typeof look(facts) === "string",
    because: (facts) => look(facts) || "",
    lifts,
  };
}
