import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { DatabaseAddress } from "../database/address.ts";
import { Line, type LineLimits } from "../database/line.ts";
import { proofOf, provingPlugins } from "./proof.ts";
import { Fields, frame, type Greeting, hello, readError, readGreeting, type ServerError, WireFault } from "./wire.ts";

/** What became of a login. */
export type LoginResult =
  | { readonly is: "accepted" }
  | { readonly is: "refused"; readonly error: ServerError; readonly method: string }
  /** It asks for something that is not given to it, such as the password in clear text. */
  | { readonly is: "asked"; readonly method: string };

const longestPacket = 8 * 1024 * 1024;
const mostRows = 100_000;
const mostTurns = 6;

/** One connection to MariaDB or MySQL: log in once, then ask. Files that the server asks for are not sent (LOCAL INFILE). */
export class MariadbClient {
  readonly line: Line;
  readonly greeting: Greeting;
  #heard: Buffer = Buffer.alloc(0);
  #sequence = 0;

  private constructor(line: Line, greeting: Greeting) {
    this.line = line;
    this.greeting = greeting;
  }

  /** @throws TroubleError where nobody greets like MariaDB or MySQL */
  static async open(address: DatabaseAddress, limits: LineLimits): Promise<MariadbClient> {
    const line = await Line.open(address, limits);
    const waiting = new MariadbClient(line, { code: 0, message: "" });
    const first = await waiting.#packet();
    const client = new MariadbClient(
      line,
      waiting.#making(() => readGreeting(first)),
    );
    client.#sequence = 1;
    return client;
  }

  /** @throws TroubleError */
  async secure(authorities: string | undefined): Promise<void> {
    this.#send(hello(true));
    await this.line.secure(authorities);
  }

  /** @throws TroubleError */
  async logIn(user: string, password: string): Promise<LoginResult> {
    if ("code" in this.greeting) return { is: "refused", error: this.greeting, method: "" };
    let { salt } = this.greeting;
    let plugin = provingPlugins.has(this.greeting.plugin) ? this.greeting.plugin : "mysql_native_password";
    this.#send(hello(this.line.secured !== undefined, { user, proof: proofOf(password, salt, plugin), plugin }));
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const packet = await this.#packet();
      if (packet[0] === 0) return { is: "accepted" };
      if (packet[0] === 0xff) return { is: "refused", error: this.#making(() => readError(packet)), method: plugin };
      if (packet[0] === 0xfe) {
        const fields = new Fields(packet.subarray(1));
        plugin = fields.text().slice(0, 100);
        salt = fields.take(fields.left).subarray(0, 20);
        const bySocket = plugin === "unix_socket" || plugin === "auth_socket";
        if (!provingPlugins.has(plugin) && !bySocket) return { is: "asked", method: plugin };
        this.#send(bySocket ? Buffer.alloc(0) : proofOf(password, salt, plugin));
      } else if (packet[0] === 1 && packet[1] === 4) {
        // The server has no quick way to check it and wants the password itself: inside TLS that was verified, or not at all.
        const closed = "path" in this.line.address || this.line.secured?.trusted === true;
        if (!closed || password === "") return { is: "asked", method: plugin };
        this.#send(Buffer.from(`${password}\0`));
      } else if (packet[0] !== 1) throw this.#fault("an answer to a login that makes no sense");
    }
    throw this.#fault("a login without an end");
  }

  /** Rows of a query; the error where the server gives one. @throws TroubleError */
  async query(sql: string): Promise<readonly (readonly (string | null)[])[] | ServerError> {
    this.#sequence = 0;
    this.#send(Buffer.concat([Buffer.from([3]), Buffer.from(sql)]));
    const first = await this.#packet();
    if (first[0] === 0xff) return this.#making(() => readError(first));
    if (first[0] === 0) return [];
    const columns = this.#making(() => new Fields(first).length());
    if (columns === null || columns > 500) throw this.#fault("an answer to a query that makes no sense");
    for (let at = 0; at < columns; at += 1) await this.#packet();
    if (!isEnd(await this.#packet())) throw this.#fault("columns without an end");
    const rows: (string | null)[][] = [];
    for (let packet = await this.#packet(); !isEnd(packet); packet = await this.#packet()) {
      if (packet[0] === 0xff) return this.#making(() => readError(packet));
      const fields = new Fields(packet);
      rows.push(this.#making(() => Array.from({ length: columns }, () => fields.value())));
      if (rows.length > mostRows) throw this.#fault("rows without an end");
    }
    return rows;
  }

  #send(payload: Buffer): void {
    this.line.write(frame(payload, this.#sequence));
    this.#sequence += 1;
  }

  async #packet(): Promise<Buffer> {
    for (;;) {
      if (this.#heard.length >= 4) {
        const length = this.#heard.readUIntLE(0, 3);
        if (length === 0 || length > longestPacket) throw this.#fault("a packet of a length that makes no sense");
        if (this.#heard.length >= length + 4) {
          const packet = this.#heard.subarray(4, length + 4);
          this.#sequence = (this.#heard[3] ?? 0) + 1;
          this.#heard = this.#heard.subarray(length + 4);
          return packet;
        }
      }
      const heard = await this.line.hear();
      if (heard.length === 0) {
        const { place } = this.line.address;
        const message = `${place} closed the connection in the middle`;
        throw new TroubleError({ kind: "refused", message, wouldVerify: `let ${place} answer this machine` });
      }
      this.#heard = Buffer.concat([this.#heard, heard]);
    }
  }

  #making<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof WireFault) throw this.#fault(error.message);
      throw error;
    }
  }

  #fault(what: string): TroubleError {
    const { place } = this.line.address;
    this.line.close();
    const trouble: Trouble = {
      kind: "unparsable",
      message: `${place} does not answer like MariaDB or MySQL: ${what}`,
      wouldVerify: `declare what really listens at ${place}`,
    };
    return new TroubleError(trouble);
  }
}

const isEnd = (packet: Buffer): boolean => packet[0] === 0xfe && packet.length < 9;
