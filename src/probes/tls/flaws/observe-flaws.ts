import type { Trouble } from "../../../transports/trouble.ts";
import type { Openings } from "../openings.ts";
import type { Target } from "../target.ts";
import { tryCcsInjection } from "./ccs-injection.ts";
import { type Flaws, flaw } from "./flaw.ts";
import { tryHeartbleed } from "./heartbleed.ts";
import { paddingFlaws, tryPaddingOracles } from "./padding-oracles.ts";
import { tryRobot } from "./robot.ts";
import { tryTicketbleed } from "./ticketbleed.ts";

/**
 * Tries the known flaws of TLS implementations by their behaviour, without doing harm and without keeping anything that is
 * not ours. The enumeration comes first: what is not offered needs no trial. The padding oracles take sessions and records
 * that look like an attack, so they are tried only where they were asked for.
 */
export async function observeFlaws(
  target: Target,
  { paddingOracles }: { readonly paddingOracles: boolean },
  openings: Openings,
): Promise<Flaws | Trouble> {
  if (target.known.versions.length === 0)
    return {
      kind: "unsupported",
      message: `${target.place} offers no version of TLS that is known here`,
      wouldVerify: `have TLS spoken at ${target.place}`,
    };
  const untried = paddingFlaws.map((id) => flaw(id, "not-tried", "padding oracles are tried only where asked for"));
  const trials = await Promise.all([
    tryHeartbleed(target, openings),
    tryCcsInjection(target, openings),
    tryTicketbleed(target, openings),
    tryRobot(target),
    paddingOracles ? tryPaddingOracles(target) : untried,
  ]);
  return { flaws: trials.flat() };
}
