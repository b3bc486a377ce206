import type { Line } from "../database/line.ts";
import { endedEarly, unlike } from "../database/no-answer.ts";
import { AmqpFault, type ConnectionMethod, protocolHeader, readMethod, startOk } from "./amqp.ts";

export type Greeting = Extract<ConnectionMethod, { is: "start" }>;

/** One connection to an AMQP 0-9-1 server, up to where it lets somebody in or doesn't. */
export class AmqpClient {
  readonly line: Line;
  #heard: Buffer = Buffer.alloc(0);

  constructor(line: Line) {
    this.line = line;
  }

  /** @throws TroubleError where nobody greets like an AMQP server */
  async greeted(): Promise<Greeting> {
    this.line.write(protocolHeader);
    const method = await this.#method();
    if (method.is !== "start") throw this.#fault("it does not begin as the protocol has it");
    return method;
  }

  /** What comes of a login: `tune` lets in, `close` refuses, `secure` asks for more. @throws TroubleError */
  async logIn(mechanism: string, response: Buffer): Promise<Exclude<ConnectionMethod, Greeting>> {
    this.line.write(startOk(mechanism, response));
    const method = await this.#method();
    if (method.is === "start") throw this.#fault("it begins again");
    return method;
  }

  async #method(): Promise<ConnectionMethod> {
    for (;;) {
      const read = this.#read();
      if (read !== undefined) {
        this.#heard = this.#heard.subarray(read.bytes);
        return read.method;
      }
      const heard = await this.line.hear();
      if (heard.length === 0) throw endedEarly(this.line);
      this.#heard = Buffer.concat([this.#heard, heard]);
    }
  }

  #read() {
    try {
      return readMethod(this.#heard);
    } catch (error) {
      if (error instanceof AmqpFault) throw this.#fault(error.message);
      throw error;
    }
  }

  #fault(what: string): Error {
    return unlike(this.line, "in AMQP 0-9-1", what);
  }
}
