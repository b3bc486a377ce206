import type { Trouble } from "../../../transports/trouble.ts";
import { patienceOf } from "../session/patience.ts";
import { isTrouble, type Target } from "../target.ts";
import { type Flaw, flaw, undecided } from "./flaw.ts";
import { onlySsl3Trouble } from "./only-ssl3.ts";
import { vulnerableWhere } from "./repeated.ts";
import { type Answer, answers, silence, type Trial } from "./robot-trial.ts";
import { unlistedTrouble } from "./unlisted.ts";

const id = "robot";

/** TLS version and suites with which the key exchange is RSA encryption; export suites use another key. */
function rsaWish(target: Target): Omit<Trial, "target"> | undefined {
  for (const version of ["TLSv1.2", "TLSv1.1", "TLSv1"] as const) {
    const suites = target.known.suites.get(version) ?? [];
    const codes = suites.filter((it) => it.keyExchange === "RSA" && !it.exportGrade).map((it) => it.code);
    if (codes.length > 0) return { version, suites: codes };
  }
  return undefined;
}

const texts = (told: ReadonlyMap<string, Answer>) => new Map([...told].map(([name, { text }]) => [name, text]));

/**
 * Silence after a key exchange alone tells something only where it lasts several times as long as an answer takes. How
 * long that is is known from whole ones, and again from what follows the silence; where that comes late, the server or the
 * network was busy, and waiting as long as can be is all that is left. So it is where answers differed in such a hurry.
 */
async function answersToShort(
  trial: Trial,
  slowestMs: number,
  isSuspicious: boolean,
): Promise<ReadonlyMap<string, string> | Trouble> {
  const longest = patienceOf(trial.target);
  const promptMs = 25 + 2 * slowestMs;
  for (const patienceMs of isSuspicious ? [longest] : [Math.min(longest, 2 * promptMs), longest]) {
    if (patienceMs < promptMs) break;
    const told = await answers(trial, { patienceMs });
    if (isTrouble(told)) return told;
    const inTime = Math.max(promptMs, patienceMs / 4);
    const isLate = ({ text, tookMs }: Answer) => text.startsWith(silence) && tookMs > inTime;
    if (![...told.values()].some(isLate)) return texts(told);
  }
  return silentTrouble(trial.target, "a key exchange in parts");
}

function silentTrouble({ place }: Target, what: string): Trouble {
  return {
    kind: "timeout",
    message: `${place} answers ${what} too late to tell anything from it, or not at all`,
    wouldVerify: `another run when ${place} and the network are quiet, or the version of its TLS library`,
  };
}

/**
 * ROBOT: a server that answers a wrong padding of the encrypted secret in another way than a right one decrypts for anybody
 * who asks often enough (RFC 5246 section 7.4.7.1 says how it must not). Only whether answers differ is looked at.
 */
export async function tryRobot(target: Target): Promise<Flaw> {
  const wish = rsaWish(target);
  if (!wish) {
    const open = unlistedTrouble(target) ?? onlySsl3Trouble(target, (it) => it.keyExchange === "RSA");
    return open ? undecided(id, open) : flaw(id, "safe", "RSA key exchange is not offered");
  }
  if (target.known.clientCertificate === "required")
    return undecided(id, {
      kind: "denied",
      message: `${target.place} demands a client certificate before it looks at the key exchange`,
      wouldVerify: `a client certificate that ${target.place} accepts`,
    });
  const trial = { target, ...wish };
  let slowestMs = 0;
  let isSilent = true;
  const whole = async () => {
    const told = await answers(trial, "whole");
    if (isTrouble(told)) return told;
    slowestMs = Math.max(slowestMs, ...[...told.values()].map((it) => it.tookMs));
    isSilent &&= [...told.values()].every(({ text }) => text === silence);
    return texts(told);
  };
  let isSuspicious = false;
  const short = async () => {
    if (!isSuspicious) {
      const told = await answersToShort(trial, slowestMs, false);
      isSuspicious = !isTrouble(told) && new Set(told.values()).size > 1;
      if (!isSuspicious) return told;
    }
    return answersToShort(trial, slowestMs, true);
  };
  for (const round of [whole, short]) {
    const found = await vulnerableWhere(target, round);
    if (isTrouble(found)) return undecided(id, found);
    if (isSilent) return undecided(id, silentTrouble(target, "a whole key exchange"));
    if (found.differ.length > 0)
      return flaw(id, "vulnerable", `wrong paddings are told apart from a right one: ${found.told}`);
  }
  return flaw(id, "safe", "a right and four wrong paddings are answered alike");
}
