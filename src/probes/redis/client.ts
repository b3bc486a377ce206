import { TroubleError } from "../../transports/trouble.ts";
import type { Line } from "../database/line.ts";
import { command, type Reply, RespFault, RespReader } from "./resp.ts";

/** Asks a Redis server one thing after the other; sends nothing but what it is told to. */
export class RedisClient {
  readonly line: Line;
  readonly #reader = new RespReader();

  constructor(line: Line) {
    this.line = line;
  }

  /** @throws TroubleError where no reply comes that makes sense */
  async ask(...words: readonly string[]): Promise<Reply> {
    this.line.write(command(words));
    for (;;) {
      const reply = this.#reader.take();
      if (reply !== undefined) return reply;
      const heard = await this.line.hear();
      if (heard.length === 0) throw new TroubleError(closed(this.line.address.place));
      try {
        this.#reader.push(heard);
      } catch (error) {
        if (!(error instanceof RespFault)) throw error;
        throw new TroubleError({
          kind: "unparsable",
          message: `${this.line.address.place} does not answer like Redis: ${error.message}`,
          wouldVerify: `declare what really listens at ${this.line.address.place}`,
          excerpt: heard.toString("latin1", 0, 100),
        });
      }
    }
  }
}

function closed(place: string) {
  const message = `${place} closed the connection without an answer`;
  return { kind: "refused", message, wouldVerify: `let ${place} answer this machine` } as const;
}
