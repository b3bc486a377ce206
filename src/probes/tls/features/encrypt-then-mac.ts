import type { Suite } from "../facts.ts";
import { legacyHello } from "../session/session-hello.ts";
import { answerTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { encryptThenMac, extensionTypes, renegotiationInfo } from "../wire/extension.ts";
import { type Feature, notApplicable, seen, unseen } from "./feature.ts";
import type { ClearVersion, Granted } from "./opening-hello.ts";

/** Suites with a MAC and a padding: RFC 7366 is about these only. */
function blockSuites(suites: readonly Suite[]): readonly number[] {
  const isBlock = (it: Suite) => !it.aead && it.blockBits !== undefined && it.keyExchange !== "GOST";
  return suites.filter(isBlock).map((it) => it.code);
}

/** RFC 7366; a server says so only where a block suite was chosen, so perhaps such a one has to be asked for. */
export async function observeEncryptThenMac(target: Target, version: ClearVersion, granted: Granted): Promise<Feature> {
  if (version === "SSLv3") return notApplicable;
  if (granted.has(extensionTypes.encryptThenMac)) return seen(true);
  const suites = blockSuites(target.known.suites.get(version) ?? []);
  if (suites.length === 0) return notApplicable;
  if (suites.includes(granted.answer.serverHello.suite)) return seen(false);
  const told = target.known.inPassing?.encryptThenMac;
  if (told !== undefined) return seen(told);
  const answer = await target.greet(legacyHello(target, { version, suites }, [renegotiationInfo(), encryptThenMac()]));
  if (isTrouble(answer)) return unseen(answer);
  const trouble = answerTrouble(target, "a hello with block suites only", answer);
  if (trouble) return unseen(trouble);
  const { serverHello } = answer;
  if (!serverHello) return notApplicable;
  return seen(serverHello.extensions.some((it) => it.type === extensionTypes.encryptThenMac));
}
