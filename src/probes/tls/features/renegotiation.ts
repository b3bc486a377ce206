import type { Trouble } from "../../../transports/trouble.ts";
import { openSession, type Session } from "../session/session.ts";
import { legacyHello, sessionWish } from "../session/session-hello.ts";
import { heardTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { clientHelloMessage } from "../wire/client-hello.ts";
import { renegotiationInfo } from "../wire/extension.ts";
import { contentTypes } from "../wire/frame.ts";
import { type Features, seen, unseen } from "./feature.ts";

export type Renegotiation = Pick<Features, "clientRenegotiation" | "insecureRenegotiation">;

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
async function goesAlong(target: Target, session: Session): Promise<boolean | Trouble> {
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

type Opened = Promise<Session | Trouble | undefined>;

/** A session in which the client begins anew, with or without RFC 5746. */
async function renegotiate(target: Target, isSecure: boolean, opened: Opened): Promise<boolean | Trouble> {
  const wish = sessionWish(target, () => true);
  const session = await opened;
  if (!wish || !session)
    return {
      kind: "unsupported",
      message: `${target.place} offers no suite with which a renegotiation can be tried`,
      wouldVerify: "a TLS library that speaks what the server offers",
    };
  if (isTrouble(session)) return session;
  try {
    const again = legacyHello(target, wish, isSecure ? [renegotiationInfo(session.verifyData)] : []);
    session.say(contentTypes.handshake, clientHelloMessage(again));
    return await goesAlong(target, session);
  } finally {
    session.close();
  }
}

/** Without RFC 5746, from the first hello on. */
async function insecureSession(target: Target): Opened {
  const wish = sessionWish(target, () => true);
  return wish && openSession(target, legacyHello(target, wish, []));
}

/** `secure` is whether the server knows RFC 5746; `session` gives one for a renegotiation of that kind. */
export async function observeRenegotiation(
  target: Target,
  secure: boolean,
  session: () => Opened,
): Promise<Renegotiation> {
  const first = await renegotiate(target, secure, session());
  if (typeof first !== "boolean") return { clientRenegotiation: unseen(first), insecureRenegotiation: unseen(first) };
  if (!first || !secure) return { clientRenegotiation: seen(first), insecureRenegotiation: seen(first) };
  const second = await renegotiate(target, false, insecureSession(target));
  // The same server just completed a handshake with RFC 5746: without it, a refusal is about just that.
  if (typeof second !== "boolean" && second.kind === "unsupported")
    return { clientRenegotiation: seen(true), insecureRenegotiation: seen(false) };
  return {
    clientRenegotiation: seen(true),
    insecureRenegotiation: typeof second === "boolean" ? seen(second) : unseen(second),
  };
}
