import type { Trouble } from "../../../transports/trouble.ts";
import type { Suite } from "../facts.ts";
import type { Target } from "../target.ts";

/**
 * Why a flaw that SSL 3.0 has as well stays open where TLS itself gives no occasion to try it: with SSL 3.0 no handshake
 * is carried on from here. `undefined` where the server does not speak it with such a suite.
 */
export function onlySsl3Trouble(
  { known, place }: Target,
  fits: (suite: Suite) => boolean = () => true,
): Trouble | undefined {
  if (!known.versions.includes("SSLv3")) return undefined;
  const suites = known.suites.get("SSLv3") ?? [];
  if (suites.length > 0 && !suites.some(fits)) return undefined;
  return {
    kind: "unsupported",
    message: `${place} gives occasion to try it with SSL 3.0 only, with which it is not tried`,
    wouldVerify: `SSL 3.0 switched off at ${place}`,
  };
}
