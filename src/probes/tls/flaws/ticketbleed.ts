import { randomBytes } from "node:crypto";
import type { Openings } from "../openings.ts";
import { legacyHello, sessionWish } from "../session/session-hello.ts";
import { answerTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { renegotiationInfo, sessionTicket } from "../wire/extension.ts";
import { type Flaw, flaw, undecided } from "./flaw.ts";

const id = "ticketbleed";
/** One byte short of a whole session id, so that no more than one foreign byte could ever come. */
const shortId = 31;

/** CVE-2016-9244: with a ticket the server sends the client's session id back; it must not be longer than it was. */
export async function tryTicketbleed(target: Target, openings: Openings): Promise<Flaw> {
  const hasLegacy = target.known.versions.some((it) => it === "TLSv1" || it === "TLSv1.1" || it === "TLSv1.2");
  if (!hasLegacy) return flaw(id, "safe", "no version with such tickets is offered");
  const wish = sessionWish(target, () => true);
  const session = await openings.session();
  if (!wish || !session)
    return undecided(id, {
      kind: "unsupported",
      message: `${target.place} offers no suite with which a ticket can be had`,
      wouldVerify: "a TLS library that speaks what the server offers",
    });
  if (isTrouble(session)) return undecided(id, session);
  if (!session.ticket) return flaw(id, "safe", "no tickets are given");
  const sessionId = randomBytes(shortId);
  const hello = legacyHello(target, wish, [renegotiationInfo(), sessionTicket(session.ticket)]);
  const answer = await target.greet({ ...hello, sessionId });
  if (isTrouble(answer)) return undecided(id, answer);
  const trouble = answerTrouble(target, "a hello with a ticket", answer);
  if (trouble) return undecided(id, trouble);
  if (!answer.serverHello) return flaw(id, "safe", "a ticket with a short session id is refused");
  const back = answer.serverHello.sessionId;
  if (back.length > shortId && back.subarray(0, shortId).equals(sessionId))
    return flaw(id, "vulnerable", `a session id of ${shortId} bytes came back with ${back.length}`);
  return flaw(
    id,
    "safe",
    back.equals(sessionId) ? "the session id comes back as it was" : "the ticket is not taken up",
  );
}
