import type { Trouble } from "../../../transports/trouble.ts";
import type { Target } from "../target.ts";
import { sharable } from "./offer.ts";
import { tryOffer } from "./outcome.ts";
import type { Sightings } from "./sightings.ts";

/** Schemes by the key that makes them (RFC 8446 section 4.2.3); those of PKCS #1 v1.5 sign no TLS 1.3 handshake. */
const byRsa = [0x0804, 0x0805, 0x0806] as const;
const byEcdsa = [0x0403, 0x0503, 0x0603] as const;
const byOthers = [
  0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x081a, 0x081b, 0x081c, 0x0904, 0x0905, 0x0906, 0x0704, 0x0708, 0x0709,
  0x070a, 0x070b, 0x070c, 0x070d, 0x070e, 0x070f,
] as const;

export interface Tls13Signatures {
  readonly schemes: readonly number[];
  readonly trouble?: Trouble;
}

/**
 * Which schemes sign TLS 1.3 handshakes. The signature itself is encrypted, so each is told by whether the server goes on
 * when it is offered alone.
 */
export async function tls13Signatures(
  target: Target,
  seen: { readonly suites: readonly number[]; readonly groups: readonly number[]; readonly sightings: Sightings },
  keys: { readonly rsa: boolean; readonly ecdsa: boolean },
): Promise<Tls13Signatures> {
  const shares = sharable.filter((it) => seen.groups.includes(it)).slice(0, 1);
  if (shares.length === 0) return { schemes: [], trouble: unsharable(target.place) };
  let trouble: Trouble | undefined;
  const accepts = async (schemes: readonly number[]) => {
    const offer = { version: "TLSv1.3", suites: seen.suites, groups: shares, shares, schemes } as const;
    const outcome = await tryOffer(target, offer);
    if (outcome.state === "trouble") trouble ??= outcome.trouble;
    if (outcome.state === "chosen") seen.sightings.note(outcome);
    return outcome.state === "chosen" && !outcome.serverHello.isRetryRequest;
  };
  const halved = async (schemes: readonly number[]): Promise<readonly number[]> => {
    if (schemes.length === 0 || !(await accepts(schemes))) return [];
    if (schemes.length === 1) return schemes;
    const middle = schemes.length >>> 1;
    const halves = await Promise.all([halved(schemes.slice(0, middle)), halved(schemes.slice(middle))]);
    return halves.flat();
  };
  const singly = async (schemes: readonly number[]) => {
    const accepted = await Promise.all(schemes.map((it) => accepts([it])));
    return schemes.filter((_, at) => accepted[at]);
  };
  // A key that TLS 1.2 showed is worth single trials at once; all that is unlikely is refused in one.
  const likely = [...(keys.rsa ? byRsa : []), ...(keys.ecdsa ? byEcdsa : [])];
  const unlikely = likely.length === 0 ? [[...byRsa], [...byEcdsa], [...byOthers]] : [rest(likely)];
  const lists = await Promise.all([singly(likely), ...unlikely.map(halved)]);
  return { schemes: lists.flat(), ...(trouble && { trouble }) };
}

const rest = (likely: readonly number[]) => [...byRsa, ...byEcdsa, ...byOthers].filter((it) => !likely.includes(it));

const unsharable = (place: string): Trouble => ({
  kind: "unsupported",
  message: `${place} takes no group of TLS 1.3 for which a key is made here`,
  wouldVerify: "a client that makes keys for its groups",
});
