import type { Trouble } from "../../../transports/trouble.ts";
import type { Openings } from "../openings.ts";
import { keyBlock, type PrfHash } from "../session/key-schedule.ts";
import { Protection } from "../session/protection.ts";
import { type Legacy, legacyHello, newestLegacy, suitesFor } from "../session/session-hello.ts";
import { sessionSuite } from "../session/session-suites.ts";
import { isTrouble, type Target } from "../target.ts";
import { contentTypes } from "../wire/frame.ts";
import { openClear } from "./clear-opening.ts";
import { changeCipherSpec, earlyChange, reaction, unopened } from "./early-change.ts";
import { type Flaw, flaw, undecided } from "./flaw.ts";
import { onlySsl3Trouble } from "./only-ssl3.ts";

const id = "ccs-injection";

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
  const granted = await openings.granted();
  const shared = granted && !isTrouble(granted) ? granted.earlyChange : undefined;
  const told = shared ?? (await earlyChangeAlone(target, version));
  if (told !== "taken") return told;
  const opens = await opensEmptyKeys(target, version);
  if (opens === true)
    return flaw(id, "vulnerable", "an early ChangeCipherSpec makes keys of nothing, and they are used");
  return flaw(id, "possible", "an early ChangeCipherSpec is taken, but keys made of nothing were not seen to be used");
}

/** The trial on a connection of its own. */
async function earlyChangeAlone(target: Target, version: Legacy): Promise<Flaw | "taken"> {
  const opening = await openClear(target, trialHello(target, version));
  if (isTrouble(opening)) return undecided(id, opening);
  try {
    return await earlyChange(target, opening);
  } finally {
    opening.conversation.close();
  }
}
