import { randomBytes } from "node:crypto";
import type { Trouble } from "../../../transports/trouble.ts";
import type { Openings } from "../openings.ts";
import { openSession } from "../session/session.ts";
import { legacyHello, type SessionWish, sessionWish } from "../session/session-hello.ts";
import { answerTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { renegotiationInfo, sessionTicket } from "../wire/extension.ts";
import { type Flaw, flaw, undecided } from "./flaw.ts";

const id = "ticketbleed";
/** One byte short of a whole session id, so that no more than one foreign byte could ever come. */
const shortId = 31;

/** A ticket of a session that was ended as it should be; none where none was given. */
async function ownTicket(target: Target, wish: SessionWish): Promise<{ readonly ticket?: Buffer } | Trouble> {
  const session = await openSession(target, legacyHello(target, wish, [renegotiationInfo(), sessionTicket()]));
  if (!isTrouble(session)) session.close();
  return session;
}

/** Offers a ticket with a short session id. */
async function offer(target: Target, wish: SessionWish, ticket: Buffer): Promise<Flaw | "not taken up"> {
  const sessionId = randomBytes(shortId);
  const hello = legacyHello(target, wish, [renegotiationInfo(), sessionTicket(ticket)]);
  const answer = await target.greet({ ...hello, sessionId });
  if (isTrouble(answer)) return undecided(id, answer);
  const trouble = answerTrouble(target, "a hello with a ticket", answer);
  if (trouble) return undecided(id, trouble);
  if (!answer.serverHello) return flaw(id, "safe", "a ticket with a short session id is refused");
  const back = answer.serverHello.sessionId;
  if (back.length > shortId && back.subarray(0, shortId).equals(sessionId))
    return flaw(id, "vulnerable", `a session id of ${shortId} bytes came back with ${back.length}`);
  return back.equals(sessionId) ? flaw(id, "safe", "the session id comes back as it was") : "not taken up";
}

/** CVE-2016-9244: with a ticket the server sends the client's session id back; it must not be longer than it was. */
export async function tryTicketbleed(target: Target, openings: Openings): Promise<Flaw> {
  const hasLegacy = target.known.versions.some((it) => it === "TLSv1" || it === "TLSv1.1" || it === "TLSv1.2");
  if (!hasLegacy) return flaw(id, "safe", "no version with such tickets is offered");
  const wish = sessionWish(target, () => true);
  if (!wish)
    return undecided(id, {
      kind: "unsupported",
      message: `${target.place} offers no suite with which a ticket can be had`,
      wouldVerify: "a TLS library that speaks what the server offers",
    });
  // In the session that is shared a renegotiation was tried, for which a server may forget the session: then one's own.
  for (const session of [() => openings.session(), () => ownTicket(target, wish)]) {
    const shown = await session();
    if (!shown) continue;
    if (isTrouble(shown)) return undecided(id, shown);
    if (!shown.ticket) return flaw(id, "safe", "no tickets are given");
    const told = await offer(target, wish, shown.ticket);
    if (told !== "not taken up") return told;
  }
  return flaw(id, "safe", "the ticket is not taken up");
}
