import { nonsenseTrouble } from "../session/session-trouble.ts";
import type { Target } from "../target.ts";
import { contentTypes, record } from "../wire/frame.ts";
import type { ClearOpening } from "./clear-opening.ts";
import { type Flaw, flaw, undecided } from "./flaw.ts";
import { type Reaction, reactionOf, reactionText } from "./reaction.ts";

const id = "ccs-injection";
/** bad_record_mac, decryption_failed, record_overflow: what is said of a record that the keys don't open. */
export const unopened: ReadonlySet<number> = new Set([20, 21, 22]);

export const changeCipherSpec = (version: number) => record(contentTypes.changeCipherSpec, Buffer.from([1]), version);

export function reaction({ conversation, patienceMs }: ClearOpening): Promise<Reaction> {
  return reactionOf(() => conversation.hear(patienceMs));
}

/** Says ChangeCipherSpec before any key was agreed on: how it was refused, or that it was taken. */
export async function earlyChange(target: Target, opening: ClearOpening): Promise<Flaw | "taken"> {
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
  if (second.kind === "alert") return "taken";
  return undecided(id, {
    kind: "timeout",
    message: `${target.place} says nothing to an early ChangeCipherSpec (${reactionText(second)})`,
    wouldVerify: `the version of the TLS library at ${target.place}`,
  });
}
