import { suiteOf } from "./tables/suites.ts";
import type { Answer, Connection } from "./target.ts";
import { FlightReader } from "./wire/flight-reader.ts";

/** More than the largest honest first flight, with a certificate chain of the greatest length read here. */
const maxAnswer = 1024 * 1024;

/** Sends a hello and reads the first flight; the time is for the whole of it, so one byte a second does not stretch it. */
export async function exchange(
  connection: Connection,
  hello: Buffer,
  timeoutMs: number,
  afterRetry = false,
): Promise<Answer> {
  const reader = new FlightReader(suiteOf, afterRetry);
  const until = performance.now() + timeoutMs;
  connection.send(hello);
  let length = 0;
  for (;;) {
    const left = until - performance.now();
    const chunk = left > 0 ? await connection.receive(left) : "timeout";
    if (!Buffer.isBuffer(chunk)) return { ...reader.flight(), ending: chunk };
    length += chunk.length;
    reader.push(chunk);
    if (reader.done) return reader.flight();
    if (length > maxAnswer) return { ...reader.flight(), malformed: "an answer without end" };
  }
}
