import { timeoutTrouble } from "../../../transports/dial-trouble.ts";
import type { Trouble } from "../../../transports/trouble.ts";
import { ssl2Kinds } from "../tables/suites.ts";
import { isTrouble, type Target } from "../target.ts";
import { readSsl2Answer, ssl2ClientHello } from "../wire/ssl2.ts";
import type { Outcome } from "./outcome.ts";

export interface Ssl2 {
  readonly offered: boolean;
  readonly kinds: readonly number[];
  readonly refusals: readonly Extract<Outcome, { state: "refused" }>[];
  readonly trouble?: Trouble;
}

const maxHello = 64 * 1024;

/** Whether SSLv2 is spoken; its server tells all cipher kinds at once. */
export async function ssl2(target: Target): Promise<Ssl2> {
  const connection = await target.dial();
  if (isTrouble(connection)) return { offered: false, kinds: [], refusals: [], trouble: connection };
  const until = performance.now() + target.timeoutMs;
  let bytes = Buffer.alloc(0);
  try {
    connection.send(ssl2ClientHello(ssl2Kinds));
    for (;;) {
      const answer = readSsl2Answer(bytes);
      if (answer.state === "hello") return { offered: true, kinds: answer.hello.kinds, refusals: [] };
      if (answer.state === "error") return refused("alert", `SSLv2 error ${answer.code}`);
      // Whatever else is said is not SSLv2; an alert of TLS is the usual refusal.
      if (answer.state === "other" || bytes.length > maxHello) return refused("alert", "no SSLv2");
      const left = until - performance.now();
      const chunk = left > 0 ? await connection.receive(left) : "timeout";
      if (chunk === "timeout") {
        const trouble = timeoutTrouble(target.place, "an SSLv2 hello was not answered in time");
        return { offered: false, kinds: [], refusals: [], trouble };
      }
      if (!Buffer.isBuffer(chunk)) return refused(chunk === "end" ? "close" : "reset", "ended the connection");
      bytes = Buffer.concat([bytes, chunk]);
    }
  } finally {
    connection.close();
  }
}

function refused(by: "alert" | "close" | "reset", how: string): Ssl2 {
  return { offered: false, kinds: [], refusals: [{ state: "refused", by, how }] };
}
