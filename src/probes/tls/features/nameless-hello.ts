import { createHash } from "node:crypto";
import { legacyHello, suitesFor } from "../session/session-hello.ts";
import { answerTrouble, refusalTrouble } from "../session/session-trouble.ts";
import { type Answer, isTrouble, type Target } from "../target.ts";
import { type Feature, type Features, seen, unseen } from "./feature.ts";
import type { ClearVersion } from "./opening-hello.ts";

export function shownCertificate(der: Buffer | undefined): { readonly certificateSha256?: string } {
  return der === undefined ? {} : { certificateSha256: createHash("sha256").update(der).digest("hex") };
}

/** A server answers TLS at all, so that a closed connection is its answer too; silence is none. */
function withoutName(answer: Answer): Features["withoutServerName"] {
  if (answer.serverHello) return { answered: true, ...shownCertificate(answer.certificates?.[0]) };
  if (answer.malformed !== undefined || answer.ending === "timeout") return undefined;
  return { answered: false };
}

/** Sends a hello without a name and without asking for a ticket: with one, servers may save themselves the session id. */
export async function observeNamelessHello(
  target: Target,
  version: ClearVersion,
): Promise<{ readonly sessionIds: Feature; readonly withoutServerName?: Features["withoutServerName"] }> {
  const wish = { version, suites: suitesFor(target, version) };
  const hello = (serverName: string | undefined) => (version === "SSLv3" ? wish : legacyHello({ serverName }, wish));
  const { inPassing } = target.known;
  if (target.serverName === undefined && inPassing)
    return {
      sessionIds: seen(inPassing.sessionId.length > 0),
      withoutServerName: { answered: true, ...shownCertificate(inPassing.certificate) },
    };
  const nameless = await target.greet(hello(undefined));
  if (isTrouble(nameless)) return { sessionIds: unseen(nameless) };
  const told = withoutName(nameless);
  const withoutServerName = told === undefined ? {} : { withoutServerName: told };
  if (nameless.serverHello)
    return { sessionIds: seen(nameless.serverHello.sessionId.length > 0), ...withoutServerName };
  if (target.serverName === undefined) return { sessionIds: unseen(why(target, nameless)), ...withoutServerName };
  if (inPassing) return { sessionIds: seen(inPassing.sessionId.length > 0), ...withoutServerName };
  const named = await target.greet(hello(target.serverName));
  if (isTrouble(named)) return { sessionIds: unseen(named), ...withoutServerName };
  const sessionIds = named.serverHello ? seen(named.serverHello.sessionId.length > 0) : unseen(why(target, named));
  return { sessionIds, ...withoutServerName };
}

function why(target: Target, answer: Answer) {
  const what = "a hello that asks for no ticket";
  return answerTrouble(target, what, answer) ?? refusalTrouble(target, what, answer.alert?.description ?? 0);
}
