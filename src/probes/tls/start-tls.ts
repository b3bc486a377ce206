import type { startTlsProtocols } from "../../estate/schema.ts";
import { timeoutTrouble } from "../../transports/dial-trouble.ts";
import type { Trouble } from "../../transports/trouble.ts";
import { startTlsDialogs } from "./start-tls-dialogs.ts";
import type { Connection } from "./target.ts";

export type StartTls = (typeof startTlsProtocols)[number];

const maxGreeting = 64 * 1024;

/** Asks the server to go on with TLS; `undefined` where it agreed, otherwise why not. Never throws. */
export async function startTls(kind: StartTls, connection: Connection, place: string): Promise<Trouble | undefined> {
  for (const step of startTlsDialogs[kind]) {
    if (step.send) connection.send(step.send);
    let heard = Buffer.alloc(0);
    for (;;) {
      const verdict = step.hear(heard);
      if (verdict === "agreed") break;
      if (verdict === "refused") return refusal(kind, place, heard);
      if (heard.length > maxGreeting) return strange(kind, place, heard);
      const chunk = await connection.receive();
      if (chunk === "timeout") return timeoutTrouble(place, `the ${kind} server did not answer in time`);
      if (!Buffer.isBuffer(chunk)) return strange(kind, place, heard);
      heard = Buffer.concat([heard, chunk]);
    }
  }
  return undefined;
}

function refusal(kind: StartTls, place: string, heard: Buffer): Trouble {
  return {
    kind: "unsupported",
    message: `the ${kind} server at ${place} does not go on with TLS`,
    wouldVerify: `turn on STARTTLS for ${kind} at ${place}`,
    excerpt: heard.toString("latin1").slice(0, 200),
  };
}

function strange(kind: StartTls, place: string, heard: Buffer): Trouble {
  return {
    kind: "unparsable",
    message: `${place} does not answer as a ${kind} server`,
    wouldVerify: "declare the protocol that it really speaks",
    excerpt: heard.toString("latin1").slice(0, 200),
  };
}
