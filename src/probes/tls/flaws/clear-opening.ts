import type { Trouble } from "../../../transports/trouble.ts";
import { Conversation } from "../session/conversation.ts";
import { patienceAfter } from "../session/patience.ts";
import { hearFlight } from "../session/session.ts";
import { nonsenseTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { type ClientHello, clientHello } from "../wire/client-hello.ts";
import type { Flight, ServerHello } from "../wire/flight.ts";

/** A handshake that stands at ServerHelloDone: nothing is encrypted yet, the client is next. Always close it. */
export interface ClearOpening {
  readonly conversation: Conversation;
  readonly flight: Flight & { readonly serverHello: ServerHello };
  /** How long silence has to last before it counts as the server's answer, by how quick it was so far. */
  readonly patienceMs: number;
}

/** Connects and talks up to ServerHelloDone. */
export async function openClear(target: Target, hello: ClientHello): Promise<ClearOpening | Trouble> {
  const connection = await target.dial();
  if (isTrouble(connection)) return connection;
  const conversation = new Conversation(connection, target.timeoutMs);
  const from = performance.now();
  conversation.say(clientHello(hello));
  const opening = await hearFlight(target, conversation);
  if (!isTrouble(opening) && opening.flight.helloDone && opening.flight.serverHello)
    return {
      conversation,
      flight: { ...opening.flight, serverHello: opening.flight.serverHello },
      patienceMs: patienceAfter(target, performance.now() - from),
    };
  conversation.close();
  return isTrouble(opening) ? opening : nonsenseTrouble(target, "a hello", "the answer stops before ServerHelloDone");
}
