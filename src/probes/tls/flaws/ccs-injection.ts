import type { Trouble } from "../../../transports/trouble.ts";
import type { Granted } from "../features/opening-hello.ts";
import type { Openings } from "../openings.ts";
import { keyBlock, type PrfHash } from "../session/key-schedule.ts";
import { Protection } from "../session/protection.ts";
import { type Legacy, legacyHello, newestLegacy, suitesFor } from "../session/session-hello.ts";
import { sessionSuite } from "../session/session-suites.ts";
import { nonsenseTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { contentTypes, record } from "../wire/frame.ts";
import { type ClearOpening, openClear } from "./clear-opening.ts";
import { type Flaw, flaw, undecided } from "./flaw.ts";
import { onlySsl3Trouble } from "./only-ssl3.ts";
import { type Reaction, reactionOf, reactionText } from "./reaction.ts";

const id = "ccs-injection";
/** bad_record_mac, decryption_failed, record_overflow: what is said of a record that the keys don't open. */
const unopened = new Set([20, 21, 22]);

const changeCipherSpec = (version: number) => record(contentTypes.changeCipherSpec, Buffer.from([1]), version);

function reaction({ conversation, patienceMs }: ClearOpening): Promise<Reaction> {
  return reactionOf(() => conversation.hear(patienceMs));
}

/** The hello of the trial, with its random values at hand. */
function trialHello(target: Target, version: Legacy) {
  return legacyHello(target, { version, suites: suitesFor(target, version) });
}

/** Whether a record under keys made of nothing is opened: then anybody in between can read along. */
async function opensEmptyKeys(target: Target, version: Legacy): Promise<boolean | Trouble> {
  const hello = trialHello(target, version);
  const opening = await openClear(target, hello);
  if (isTrouble(opening)) return opening;
  try {
    const { serverHello } = opening.flight;
    const suite = sessionSuite(serverHello.suite);
    if (!suite) return false;
    const hash: PrfHash = serverHello.version === 0x0303 ? suite.prf : "md5-sha1";
    const sizes = { mac: suite.macBytes, key: suite.keyBytes, iv: suite.ivBytes };
    const randoms = { client: hello.random, server: serverHello.random };
    const { client } = keyBlock(hash, Buffer.alloc(0), randoms, sizes);
    const farewell = new Protection(suite, serverHello.version, client).seal(contentTypes.alert, Buffer.from([1, 0]));
    opening.conversation.say(changeCipherSpec(serverHello.version));
    opening.conversation.say(farewell);
    const heard = await reaction(opening);
    return !(heard.kind === "alert" && (unopened.has(heard.description) || heard.description === 10));
  } finally {
    opening.conversation.close();
  }
}

/** An opening of that version that stands at ServerHelloDone. */
function sharedOpening(granted: Granted | Trouble | undefined, version: Legacy): ClearOpening | undefined {
  if (!granted || isTrouble(granted) || granted.version !== version || !granted.answer.helloDone) return undefined;
  const { conversation, answer, patienceMs } = granted;
  return { conversation, flight: answer, patienceMs };
}

/**
 * CVE-2014-0224: ChangeCipherSpec before any key was agreed on must be refused. A server that took the first one can't open
 * the second, which is not encrypted, and says so.
 */
export async function tryCcsInjection(target: Target, openings: Openings): Promise<Flaw> {
  const version = newestLegacy(target);
  if (version === undefined) {
    const open = onlySsl3Trouble(target);
    return open ? undecided(id, open) : flaw(id, "safe", "no version with such a ChangeCipherSpec is offered");
  }
  const opening =
    sharedOpening(await openings.granted(), version) ?? (await openClear(target, trialHello(target, version)));
  if (isTrouble(opening)) return undecided(id, opening);
  try {
    const early = changeCipherSpec(opening.flight.serverHello.version);
    opening.conversation.say(early);
    const first = await reaction(opening);
    if (first.kind === "malformed") return undecided(id, nonsenseTrouble(target, "an early record", first.why));
    if (first.kind !== "silence")
      return flaw(id, "safe", `an early ChangeCipherSpec is refused (${reactionText(first)})`);
    opening.conversation.say(early);
    const second = await reaction(opening);
    if (second.kind === "alert" && !unopened.has(second.description))
      return flaw(id, "safe", `an early ChangeCipherSpec is refused (${reactionText(second)})`);
    if (second.kind !== "alert")
      return undecided(id, {
        kind: "timeout",
        message: `${target.place} says nothing to an early ChangeCipherSpec (${reactionText(second)})`,
        wouldVerify: `the version of the TLS library at ${target.place}`,
      });
  } finally {
    opening.conversation.close();
  }
  const opens = await opensEmptyKeys(target, version);
  if (opens === true)
    return flaw(id, "vulnerable", "an early ChangeCipherSpec makes keys of nothing, and they are used");
  return flaw(id, "possible", "an early ChangeCipherSpec is taken, but keys made of nothing were not seen to be used");
}
