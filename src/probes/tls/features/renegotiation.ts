import type { Trouble } from "../../../transports/trouble.ts";
import type { Openings } from "../openings.ts";
import { openSession } from "../session/session.ts";
import { legacyHello, sessionWish } from "../session/session-hello.ts";
import { isTrouble, type Target } from "../target.ts";
import { type Features, seen, unseen } from "./feature.ts";
import { goesAlong } from "./renegotiates.ts";

export type Renegotiation = Pick<Features, "clientRenegotiation" | "insecureRenegotiation">;

const unspoken = (target: Target): Trouble => ({
  kind: "unsupported",
  message: `${target.place} offers no suite with which a renegotiation can be tried`,
  wouldVerify: "a TLS library that speaks what the server offers",
});

/** One session in which the client begins anew without RFC 5746, from the first hello on. */
async function renegotiateInsecurely(target: Target): Promise<boolean | Trouble> {
  const wish = sessionWish(target, () => true);
  if (!wish) return unspoken(target);
  const session = await openSession(target, legacyHello(target, wish, []));
  if (isTrouble(session)) return session;
  try {
    return await goesAlong(target, session, wish, false);
  } finally {
    session.close();
  }
}

/** `secure` is whether the server knows RFC 5746. */
export async function observeRenegotiation(
  target: Target,
  secure: boolean,
  openings: Openings,
): Promise<Renegotiation> {
  const session = (await openings.session()) ?? unspoken(target);
  const first = isTrouble(session) ? session : session.renegotiates;
  if (typeof first !== "boolean") return { clientRenegotiation: unseen(first), insecureRenegotiation: unseen(first) };
  if (!first || !secure) return { clientRenegotiation: seen(first), insecureRenegotiation: seen(first) };
  const second = await renegotiateInsecurely(target);
  // The same server just completed a handshake with RFC 5746: without it, a refusal is about just that.
  if (typeof second !== "boolean" && second.kind === "unsupported")
    return { clientRenegotiation: seen(true), insecureRenegotiation: seen(false) };
  return {
    clientRenegotiation: seen(true),
    insecureRenegotiation: typeof second === "boolean" ? seen(second) : unseen(second),
  };
}
