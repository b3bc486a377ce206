import { timeoutTrouble } from "../../../transports/dial-trouble.ts";
import type { Trouble } from "../../../transports/trouble.ts";
import { alertName } from "../tables/alerts.ts";
import { type Answer, isTrouble, type Target } from "../target.ts";
import { versionCodes } from "../wire/client-hello.ts";
import { extensionTypes } from "../wire/extension.ts";
import type { Flight, ServerHello } from "../wire/flight.ts";
import { helloAgain, helloOf, type Offer } from "./offer.ts";

/** What came of one offer. */
export type Outcome =
  | {
      readonly state: "chosen";
      readonly suite: number;
      readonly group?: number;
      readonly scheme?: number;
      readonly publicValue?: Buffer;
      readonly serverHello: ServerHello;
      readonly flight: Flight;
      /** What came of going on, where the server asked for a key and got it. */
      readonly again?: Outcome;
    }
  | {
      readonly state: "refused";
      /** `version`: by its number, whatever suites are offered. */
      readonly by: "version" | "alert" | "close" | "reset";
      /** Sentence part: what the server did. */
      readonly how: string;
    }
  | { readonly state: "trouble"; readonly trouble: Trouble };

const protocolVersion = 70;

function shareOf(hello: ServerHello): Buffer | undefined {
  const data = hello.extensions.find((it) => it.type === extensionTypes.keyShare)?.data;
  return data !== undefined && data.length > 4 ? data.subarray(4) : undefined;
}

/** What an answer means for the offer, as far as it can be told from this one connection. */
export function outcomeOf(offer: Offer, answer: Answer | Trouble, place: string): Outcome {
  if (isTrouble(answer)) return { state: "trouble", trouble: answer };
  const { serverHello, serverKeyExchange, alert } = answer;
  if (serverHello) {
    if (serverHello.version !== versionCodes[offer.version])
      return { state: "refused", by: "version", how: "another version" };
    // A server that takes what was not offered can't be asked by offering.
    if (!offer.suites.includes(serverHello.suite)) return { state: "refused", by: "alert", how: "a suite of its own" };
    const group = serverHello.group ?? serverKeyExchange?.group;
    const publicValue = serverKeyExchange?.publicValue ?? shareOf(serverHello);
    return {
      state: "chosen",
      suite: serverHello.suite,
      ...(group !== undefined && { group }),
      ...(serverKeyExchange?.signatureScheme !== undefined && { scheme: serverKeyExchange.signatureScheme }),
      ...(publicValue && { publicValue }),
      serverHello,
      flight: answer,
    };
  }
  if (alert)
    return {
      state: "refused",
      by: alert.description === protocolVersion ? "version" : "alert",
      how: alertName(alert.description),
    };
  if (answer.malformed !== undefined)
    return {
      state: "trouble",
      trouble: {
        kind: "unparsable",
        message: `${place} does not answer a ${offer.version} hello with TLS: ${answer.malformed}`,
        wouldVerify: "declare the endpoint's URL with the scheme that it really speaks",
        excerpt: answer.head.toString("latin1").slice(0, 200),
      },
    };
  if (answer.ending === "end") return { state: "refused", by: "close", how: "closed the connection" };
  if (answer.ending === "reset") return { state: "refused", by: "reset", how: "reset the connection" };
  const trouble = timeoutTrouble(place, `a ${offer.version} hello was not answered in time`);
  return { state: "trouble", trouble };
}

/** Makes an offer on a connection of its own. */
export async function tryOffer(target: Target, offer: Offer): Promise<Outcome> {
  const hello = helloOf(offer, target.serverName);
  const answer = await target.greet(hello, (asked) => (offer.goesOn ? helloAgain(hello, asked) : undefined));
  const outcome = outcomeOf(offer, answer, target.place);
  if (outcome.state !== "chosen" || isTrouble(answer) || !answer.again) return outcome;
  return { ...outcome, again: outcomeOf(offer, answer.again, target.place) };
}
