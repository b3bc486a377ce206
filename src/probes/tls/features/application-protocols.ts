import { legacyHello, suitesFor } from "../session/session-hello.ts";
import { isTrouble, type Target } from "../target.ts";
import { alpn, renegotiationInfo } from "../wire/extension.ts";
import { type ClearVersion, chosenProtocol, knownProtocols } from "./opening-hello.ts";

/** Nobody speaks more at one port. */
const most = 5;

/** The protocols beside the first: what was chosen is left out of the next hello, until nothing is chosen. */
export async function observeProtocols(
  target: Target,
  version: ClearVersion,
  first: string | undefined,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let next = first; next !== undefined && !found.includes(next) && found.length < most; ) {
    found.push(next);
    const rest = knownProtocols.filter((it) => !found.includes(it));
    const wish = { version, suites: suitesFor(target, version) };
    const answer = await target.greet(legacyHello(target, wish, [renegotiationInfo(), alpn(rest)]));
    next = isTrouble(answer) || !answer.serverHello ? undefined : chosenProtocol(answer.serverHello);
  }
  return found;
}
