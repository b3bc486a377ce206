import { timeoutTrouble } from "../../../transports/dial-trouble.ts";
import type { Trouble } from "../../../transports/trouble.ts";
import type { Answer, Target } from "../target.ts";
import type { Heard } from "./conversation.ts";

/** What was sent in vain is named by `what`, such as `the heartbeat trial`. */
function silenceTrouble(target: Target, what: string): Trouble {
  return timeoutTrouble(target.place, `${what} was not answered in time`);
}

function brokenOffTrouble(target: Target, what: string): Trouble {
  return {
    kind: "refused",
    message: `${target.place} broke the connection off during ${what}`,
    wouldVerify: `let ${target.place} answer this machine`,
  };
}

export function nonsenseTrouble(target: Target, what: string, why: string, head?: Buffer): Trouble {
  return {
    kind: "unparsable",
    message: `${target.place}: what came in answer to ${what} is not TLS (${why})`,
    wouldVerify: `have TLS spoken at ${target.place}`,
    ...(head !== undefined && head.length > 0 && { excerpt: head.subarray(0, 64).toString("latin1") }),
  };
}

export function refusalTrouble(target: Target, what: string, alert: number): Trouble {
  return {
    kind: "unsupported",
    message: `${target.place} refused ${what} (alert ${alert})`,
    wouldVerify: "a TLS library that speaks what the server offers",
  };
}

/** Why nothing more came, where something had to. */
export function heardTrouble(target: Target, what: string, heard: Exclude<Heard, { record: unknown }>): Trouble {
  if ("malformed" in heard) return nonsenseTrouble(target, what, heard.malformed);
  return heard.ending === "timeout" ? silenceTrouble(target, what) : brokenOffTrouble(target, what);
}

/** Why an answer tells nothing; `undefined` where the server said something that is TLS, be it an alert. */
export function answerTrouble(target: Target, what: string, answer: Answer): Trouble | undefined {
  if (answer.malformed !== undefined) return nonsenseTrouble(target, what, answer.malformed, answer.head);
  if (answer.serverHello || answer.alert) return undefined;
  if (answer.ending === undefined) return nonsenseTrouble(target, what, "no ServerHello", answer.head);
  return heardTrouble(target, what, { ending: answer.ending });
}
