import { protocolVersions } from "../facts.ts";
import { legacyHello, suitesFor } from "../session/session-hello.ts";
import { answerTrouble, refusalTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { type Feature, notApplicable, seen, unseen } from "./feature.ts";
import { type ClearVersion, newestClear } from "./opening-hello.ts";

const fallbackScsv = 0x5600;
const inappropriateFallback = 86;

/** The version to which a downgraded client would fall back: the newest but one. */
function fallbackVersion(target: Target): ClearVersion | undefined {
  const best = protocolVersions.findLast((it) => target.known.versions.includes(it));
  return newestClear(target.known.versions.filter((it) => it !== best));
}

/** RFC 7507: a server that could do better must refuse a hello that says it was downgraded. */
export async function observeFallback(target: Target): Promise<Feature> {
  const version = fallbackVersion(target);
  if (version === undefined) return notApplicable;
  const wish = { version, suites: [...suitesFor(target, version), fallbackScsv] };
  const answer = await target.greet(version === "SSLv3" ? wish : legacyHello(target, wish));
  if (isTrouble(answer)) return unseen(answer);
  if (answer.serverHello) return seen(false);
  if (answer.alert?.description === inappropriateFallback) return seen(true);
  const what = "a hello with TLS_FALLBACK_SCSV";
  return unseen(answerTrouble(target, what, answer) ?? refusalTrouble(target, what, answer.alert?.description ?? 0));
}
