import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { Line } from "../database/line.ts";
import { endedEarly, unlike } from "../database/no-answer.ts";
import { BerFault, readElement } from "./ber.ts";
import {
  bindRequest,
  type Entry,
  type Reply,
  type Result,
  readReply,
  type Search,
  searchRequest,
  startTlsRequest,
} from "./message.ts";

/** Asks an LDAP server one thing after the other; it never changes any. */
export class LdapClient {
  readonly line: Line;
  #heard: Buffer = Buffer.alloc(0);
  #id = 0;

  constructor(line: Line) {
    this.line = line;
  }

  /** @throws TroubleError */
  async bind(dn: string, password: string): Promise<Result> {
    return this.#ended(bindRequest(this.#next(), dn, password));
  }

  /** Goes on with TLS where the server offers it. @throws TroubleError */
  async startTls(authorities: string | undefined): Promise<Result> {
    const result = await this.#ended(startTlsRequest(this.#next()));
    if (result.code !== 0) return result;
    // What came along in clear text could be somebody else's.
    this.#heard = Buffer.alloc(0);
    await this.line.secure(authorities);
    return result;
  }

  /** @throws TroubleError */
  async search(search: Search): Promise<{ readonly entries: readonly Entry[]; readonly result: Result }> {
    this.line.write(searchRequest(this.#next(), search));
    const entries: Entry[] = [];
    for (;;) {
      const reply = await this.#reply();
      if (reply.is === "done") return { entries, result: reply.result };
      if (reply.is === "entry") entries.push(reply.entry);
      if (entries.length > search.most) throw this.#fault("more entries than were asked for");
    }
  }

  #next(): number {
    this.#id += 1;
    return this.#id;
  }

  async #ended(request: Buffer): Promise<Result> {
    this.line.write(request);
    const reply = await this.#reply();
    if (reply.is !== "done") throw this.#fault("an entry that nobody asked for");
    return reply.result;
  }

  async #reply(): Promise<Reply> {
    for (;;) {
      const message = this.#making(() => readElement(this.#heard));
      if (message !== undefined) {
        if (message.tag !== 0x30) throw this.#fault("no message of the protocol");
        this.#heard = this.#heard.subarray(message.bytes);
        const { id, reply } = this.#making(() => readReply(message.content));
        // Number 0 tells that the server goes, and why.
        if (id === 0 && reply.is === "done") throw new TroubleError(leaving(this.line.address.place, reply.result));
        if (id !== this.#id) throw this.#fault("an answer to what nobody asked");
        return reply;
      }
      const heard = await this.line.hear();
      if (heard.length === 0) throw endedEarly(this.line);
      this.#heard = Buffer.concat([this.#heard, heard]);
    }
  }

  #making<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof BerFault) throw this.#fault(error.message);
      throw error;
    }
  }

  #fault(what: string): Error {
    return unlike(this.line, "in LDAP", what);
  }
}

const leaving = (place: string, { code, message }: Result): Trouble => ({
  kind: "refused",
  message: `${place} ended the connection: ${code} ${message}`.slice(0, 300),
  wouldVerify: `let ${place} answer this machine`,
});
