import type { Trouble } from "../../../transports/trouble.ts";
import type { Target } from "../target.ts";
import { sharable } from "./offer.ts";
import { tryOffer } from "./outcome.ts";
import type { SchemeList, SchemeTrials } from "./scheme-trials.ts";
import type { Sightings } from "./sightings.ts";

export interface Tls13Signatures {
  readonly schemes: readonly number[];
  readonly trouble?: Trouble;
}

/** Which schemes sign TLS 1.3 handshakes: what was not tried in passing is tried now, in a handshake of its own each. */
export async function tls13Signatures(
  target: Target,
  seen: { readonly suites: readonly number[]; readonly groups: readonly number[]; readonly sightings: Sightings },
  trials: SchemeTrials,
): Promise<Tls13Signatures> {
  const shares = sharable.filter((it) => seen.groups.includes(it)).slice(0, 1);
  if (shares.length === 0) return { schemes: trials.schemes(), trouble: unsharable(target.place) };
  let trouble: Trouble | undefined;
  const attempt = async (schemes: SchemeList) => {
    const offer = { version: "TLSv1.3", suites: seen.suites, groups: shares, shares, schemes } as const;
    const outcome = await tryOffer(target, offer);
    if (outcome.state === "trouble") trouble ??= outcome.trouble;
    if (outcome.state === "chosen") seen.sightings.note(outcome);
    trials.told(schemes, outcome.state === "chosen" && !outcome.serverHello.isRetryRequest);
  };
  trials.alone();
  for (;;) {
    const lists: SchemeList[] = [];
    for (let next = trials.next(); next; next = trials.next()) lists.push(next);
    if (lists.length === 0) return { schemes: trials.schemes(), ...(trouble && { trouble }) };
    await Promise.all(lists.map(attempt));
  }
}

const unsharable = (place: string): Trouble => ({
  kind: "unsupported",
  message: `${place} takes no group of TLS 1.3 for which a key is made here`,
  wouldVerify: "a client that makes keys for its groups",
});
