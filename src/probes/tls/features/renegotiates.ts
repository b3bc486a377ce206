import type { Trouble } from "../../../transports/trouble.ts";
import type { Session } from "../session/session.ts";
import { legacyHello, type SessionWish } from "../session/session-hello.ts";
import { heardTrouble } from "../session/session-trouble.ts";
import type { Target } from "../target.ts";
import { clientHelloMessage } from "../wire/client-hello.ts";
import { renegotiationInfo } from "../wire/extension.ts";
import { contentTypes } from "../wire/frame.ts";

const what = "a renegotiation that the client begins";

/** A request that a web server answers: it brings along what some write only with their next answer (Tomcat does). */
function nudge(target: Target, session: Session): void {
  const request = `HEAD / HTTP/1.1\r\nHost: ${target.serverName ?? "localhost"}\r\nConnection: close\r\n\r\n`;
  session.say(contentTypes.applicationData, Buffer.from(request, "latin1"));
}

/**
 * Whether the server goes along: it says ServerHello, or it refuses by an alert, by closing, or by going on with the old
 * session where it was silent before.
 */
async function answers(target: Target, session: Session): Promise<boolean | Trouble> {
  // After STARTTLS nobody expects a request of HTTP.
  let canNudge = target.startTls === undefined;
  let nudged = false;
  for (;;) {
    const heard = await session.hear(canNudge ? target.timeoutMs / 4 : target.timeoutMs);
    if ("ending" in heard && heard.ending === "timeout" && canNudge) {
      nudge(target, session);
      canNudge = false;
      nudged = true;
      continue;
    }
    if ("ending" in heard && heard.ending !== "timeout") return false;
    if (!("record" in heard)) return heardTrouble(target, what, heard);
    const { type, content } = heard.record;
    if (type === contentTypes.alert || (type === contentTypes.applicationData && nudged)) return false;
    // HelloRequest and tickets may come in between; so may the application's greeting.
    if (type === contentTypes.handshake && content[0] === 2) return true;
  }
}

/** Begins a session anew from the client's side, with or without RFC 5746, and tells whether the server goes along. */
export function goesAlong(
  target: Target,
  session: Session,
  wish: SessionWish,
  isSecure: boolean,
): Promise<boolean | Trouble> {
  const again = legacyHello(target, wish, isSecure ? [renegotiationInfo(session.verifyData)] : []);
  session.say(contentTypes.handshake, clientHelloMessage(again));
  return answers(target, session);
}
