import type { Connection, Ending } from "../target.ts";
import { Deframer, type TlsRecord } from "../wire/deframer.ts";

/** What comes next from the server: a record, how it ended, or why it is not TLS. */
export type Heard = { readonly record: TlsRecord } | { readonly ending: Ending } | { readonly malformed: string };

/** More than a handshake and a few answers need; without end is not what a server has to say. */
const maxRecords = 1000;

/** Talks in records on one connection. Bounded by the number of records, and by four answers' time in all. */
export class Conversation {
  readonly #connection: Connection;
  readonly #timeoutMs: number;
  readonly #deadline: number;
  readonly #deframer = new Deframer();
  #waiting: TlsRecord[] = [];
  #heard = 0;

  constructor(connection: Connection, timeoutMs: number) {
    this.#connection = connection;
    this.#timeoutMs = timeoutMs;
    this.#deadline = performance.now() + 4 * timeoutMs;
  }

  say(bytes: Buffer): void {
    this.#connection.send(bytes);
  }

  /** `patienceMs` is the target's time for an answer unless given. */
  async hear(patienceMs = this.#timeoutMs): Promise<Heard> {
    const until = Math.min(performance.now() + patienceMs, this.#deadline);
    for (;;) {
      const record = this.#waiting.shift();
      if (record) {
        this.#heard += 1;
        return this.#heard > maxRecords ? { malformed: "too many records" } : { record };
      }
      if (this.#deframer.malformed !== undefined) return { malformed: this.#deframer.malformed };
      const left = until - performance.now();
      if (left <= 0) return { ending: "timeout" };
      const chunk = await this.#connection.receive(Math.ceil(left));
      if (typeof chunk === "string") return { ending: chunk };
      this.#waiting.push(...this.#deframer.push(chunk));
    }
  }

  close(): void {
    this.#connection.close();
  }
}
