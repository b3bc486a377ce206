import type { Trouble } from "../../../transports/trouble.ts";
import type { Openings } from "../openings.ts";
import type { Conversation } from "../session/conversation.ts";
import { patienceOf } from "../session/patience.ts";
import { legacyHello, newestLegacy, suitesFor } from "../session/session-hello.ts";
import { heardTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { extensionTypes, heartbeat, renegotiationInfo } from "../wire/extension.ts";
import { contentTypes, record } from "../wire/frame.ts";
import { u8, u16 } from "../wire/write.ts";
import { openClear } from "./clear-opening.ts";
import { type Flaw, flaw, undecided } from "./flaw.ts";
import { onlySsl3Trouble } from "./only-ssl3.ts";

const what = "a heartbeat";
const heartbeatRequest = 1;
const heartbeatResponse = 2;

/** A request that says it carries `claimed` bytes; `carried` follow, payload and padding together. */
function request(version: number, claimed: number, carried: number): Buffer {
  const content = Buffer.concat([u8(heartbeatRequest), u16(claimed), Buffer.alloc(carried, 0x68)]);
  return record(contentTypes.heartbeat, content, version);
}

/** Payload length of the next response: nothing else of it is looked at or kept. `closed` is a refusal. */
async function nextLength(target: Target, conversation: Conversation): Promise<number | "refused" | Trouble> {
  for (;;) {
    const heard = await conversation.hear(patienceOf(target));
    if ("ending" in heard && heard.ending !== "timeout") return "refused";
    if (!("record" in heard)) return heardTrouble(target, what, heard);
    const { type, content } = heard.record;
    if (type === contentTypes.alert) return "refused";
    if (type === contentTypes.heartbeat && content.length >= 3 && content[0] === heartbeatResponse)
      return content.readUInt16BE(1);
  }
}

const paddingBytes = 16;
/** All that these requests carry is ours: whoever sends it back has read nothing else. */
const harmless = { claimed: 17, carried: 17 };
/** One byte more than they carry: whoever sends that back has read one byte past the request. */
const telling = { claimed: 18, carried: 17 };

/**
 * CVE-2014-0160. First a request whose length leaves no room for the padding that every request has to have: it must be
 * dropped, and reading all it claims reads nothing but itself. Only where it is answered, one single byte more is claimed.
 * A right request after each shows that the one before was dropped.
 */
export async function tryHeartbleed(target: Target, openings: Openings): Promise<Flaw> {
  const version = newestLegacy(target);
  if (version === undefined) {
    // Who reads heartbeats carelessly may read them in SSL 3.0, too, where nobody can have granted them.
    const open = onlySsl3Trouble(target);
    return open ? undecided("heartbleed", open) : flaw("heartbleed", "safe", "no version with heartbeats is offered");
  }
  const granted = await openings.granted();
  if (granted && !isTrouble(granted) && granted.version === version && !granted.has(extensionTypes.heartbeat))
    return flaw("heartbleed", "safe", "heartbeats are not granted");
  const wish = { version, suites: suitesFor(target, version) };
  const opening = await openClear(target, legacyHello(target, wish, [renegotiationInfo(), heartbeat()]));
  if (isTrouble(opening)) return undecided("heartbleed", opening);
  const { conversation, flight } = opening;
  try {
    if (!flight.serverHello.extensions.some((it) => it.type === extensionTypes.heartbeat))
      return flaw("heartbleed", "safe", "heartbeats are not granted");
    const { version: code } = flight.serverHello;
    conversation.say(request(code, harmless.claimed, harmless.carried));
    conversation.say(request(code, 1, 1 + paddingBytes));
    const first = await nextLength(target, conversation);
    if (first === "refused") return flaw("heartbleed", "safe", "a heartbeat with a wrong length is refused");
    if (typeof first !== "number") return undecided("heartbleed", first);
    if (first !== harmless.claimed) return flaw("heartbleed", "safe", "a heartbeat with a wrong length is dropped");
    conversation.say(request(code, telling.claimed, telling.carried));
    conversation.say(request(code, 2, 2 + paddingBytes));
    return await judgeTelling(target, conversation);
  } finally {
    conversation.close();
  }
}

async function judgeTelling(target: Target, conversation: Conversation): Promise<Flaw> {
  for (;;) {
    const length = await nextLength(target, conversation);
    if (length === "refused") return flaw("heartbleed", "safe", "a heartbeat that claims too much is refused");
    if (typeof length !== "number") return undecided("heartbleed", length);
    if (length === telling.claimed)
      return flaw("heartbleed", "vulnerable", "a heartbeat was answered with one byte more than it carried");
    if (length === 2) return flaw("heartbleed", "safe", "a heartbeat that claims too much is dropped");
  }
}
