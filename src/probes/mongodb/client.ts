import type { Line } from "../database/line.ts";
import { endedEarly, unlike } from "../database/no-answer.ts";
import { BsonFault, type Document, readDocument, writeDocument } from "./bson.ts";
import { ScramClient } from "./scram.ts";

const message = 2013;
const longest = 16 * 1024 * 1024;

/** Asks a MongoDB server one command after the other (OP_MSG); sends nothing but what it is told to. */
export class MongodbClient {
  readonly line: Line;
  #heard: Buffer = Buffer.alloc(0);
  #request = 0;

  constructor(line: Line) {
    this.line = line;
  }

  /** The answer, an error too: `ok` is 0 then. @throws TroubleError where none comes that makes sense */
  async command(database: string, command: Document): Promise<Document> {
    const body = writeDocument({ ...command, $db: database });
    this.#request += 1;
    const head = Buffer.alloc(21);
    head.writeInt32LE(head.length + body.length, 0);
    head.writeInt32LE(this.#request, 4);
    head.writeInt32LE(message, 12);
    this.line.write(Buffer.concat([head, body]));
    for (;;) {
      const answer = this.#making(() => this.#answer());
      if (answer !== undefined) return answer;
      const heard = await this.line.hear();
      if (heard.length === 0) throw endedEarly(this.line);
      this.#heard = Buffer.concat([this.#heard, heard]);
    }
  }

  /** Logs in by SCRAM-SHA-256; the last answer of the server. @throws TroubleError */
  async logIn(user: string, password: string, nonce: string): Promise<Document> {
    const scram = new ScramClient(user, password, nonce);
    const words = (it: Document): string => (Buffer.isBuffer(it["payload"]) ? it["payload"].toString("utf8") : "");
    let answer = await this.command("admin", {
      ...{ saslStart: 1, mechanism: "SCRAM-SHA-256", payload: Buffer.from(scram.first) },
      options: { skipEmptyExchange: true },
    });
    for (let turn = 0; turn < 3 && answer["ok"] === 1 && answer["done"] !== true; turn += 1) {
      const next = await scram.next(words(answer));
      if (next === undefined) throw this.#fault("a login that makes no sense");
      const conversationId = answer["conversationId"] ?? 1;
      answer = await this.command("admin", { saslContinue: 1, conversationId, payload: Buffer.from(next) });
    }
    if (answer["ok"] !== 1) return answer;
    // Whoever knows nothing of the password can't have signed the end of it.
    scram.hear(words(answer));
    if (answer["done"] !== true || !scram.proved)
      throw this.#fault("it lets in without having proved that it knows the password");
    return answer;
  }

  #answer(): Document | undefined {
    if (this.#heard.length < 21) return undefined;
    const [length, to, kind] = [this.#heard.readInt32LE(0), this.#heard.readInt32LE(8), this.#heard.readInt32LE(12)];
    if (kind !== message || length < 26 || length > longest) throw new BsonFault("no message of the protocol");
    if (to !== this.#request || this.#heard[20] !== 0) throw new BsonFault("an answer to what nobody asked");
    if (this.#heard.length < length) return undefined;
    // A checksum may come after the document, whose own length tells where it ends.
    const end = 20 + 1 + this.#heard.readInt32LE(21);
    if (end > length || end < 26) throw new BsonFault("a document of another length");
    const document = readDocument(this.#heard.subarray(21, end));
    this.#heard = this.#heard.subarray(length);
    return document;
  }

  #making<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof BsonFault) throw this.#fault(error.message);
      throw error;
    }
  }

  #fault(what: string): Error {
    return unlike(this.line, "like MongoDB", what);
  }
}
