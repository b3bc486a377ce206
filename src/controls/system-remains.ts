import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";

type Part = FactsOf<"system-remains">["parts"][number];

/** Why nobody knows from here that a part of a system is gone; empty where it is, or where it surely isn't. */
export function doubtsOf({ part, place, found, detail = "it can't be told" }: Part): readonly Gap[] {
  const gap = (reason: string, wouldVerify: string) => [{ reason, wouldVerify }];
  if (found === "unclear")
    return gap(`whether ${part} (${place}) is gone could not be told: ${detail}`, "look at it by hand");
  if (found === "silent")
    return gap(
      `${part} (${place}) does not answer from here, which a firewall may cause as well`,
      "look from inside its network, or attest that it is gone",
    );
  // A port that is closed leaves the machine behind it.
  if (found === "refused" && part.startsWith("host:"))
    return gap(
      `a machine is still at ${place}, though it refuses this port`,
      "say whose address that is now, or attest that the host is gone",
    );
  return [];
}

/** That nothing was looked for. */
export const nothingDeclared: Gap = {
  reason: "no part of the system is declared that it has alone, so nobody knows what must be gone",
  wouldVerify: "declare what it had",
};
