import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, rootCertificates } from "node:tls";
import { lookingOptions } from "../../transports/dial.ts";
import { dialTrouble, networkCode, timeoutTrouble } from "../../transports/dial-trouble.ts";
import { TroubleError } from "../../transports/trouble.ts";
import type { DatabaseAddress } from "./address.ts";

export interface LineLimits {
  readonly signal: AbortSignal;
  /** From opening to closing. */
  readonly timeoutMs: number;
  /** Most bytes that are listened to. */
  readonly maxBytes: number;
}

/** What a TLS handshake came to. */
export interface Secured {
  readonly version: string;
  /** Whether the certificate verifies for the name, by the authorities given or else the public ones. */
  readonly trusted: boolean;
}

const mostWaiting = 1024 * 1024;

/** A connection to a database, TCP or a socket file, that ends in time and after so many bytes whatever the other side does. */
export class Line {
  readonly address: DatabaseAddress;
  readonly #limits: LineLimits;
  readonly #over: AbortSignal;
  /** What the handshake of this very connection came to; `undefined` in clear text. */
  secured: Secured | undefined;
  #socket: Socket;
  #waiting: Buffer[] = [];
  #size = 0;
  #heard = 0;
  #ended = false;
  #error: Error | undefined;
  #wake: () => void = () => {};

  private constructor(address: DatabaseAddress, socket: Socket, limits: LineLimits, over: AbortSignal) {
    this.address = address;
    this.#limits = limits;
    this.#over = over;
    this.#socket = socket;
    this.#listen(socket);
    over.addEventListener("abort", () => this.#wake(), { once: true });
  }

  /** @throws TroubleError where no connection comes about */
  static async open(address: DatabaseAddress, limits: LineLimits): Promise<Line> {
    const over = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMs)]);
    const socket =
      "path" in address ? connectTcp({ path: address.path }) : connectTcp({ host: address.host, port: address.port });
    const line = new Line(address, socket, limits, over);
    await line.#until(
      () => !socket.connecting,
      () => socket.once("connect", () => line.#wake()),
    );
    return line;
  }

  /** Local address and port of this connection, as the server sees its client; `undefined` for a socket file. */
  get ownAddress(): string | undefined {
    const { localAddress, localPort } = this.#socket;
    return localAddress === undefined ? undefined : `${localAddress}:${localPort}`;
  }

  write(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  /** What was heard next; empty once the other side has ended. @throws TroubleError */
  async hear(): Promise<Buffer> {
    await this.#until(() => this.#waiting.length > 0 || this.#ended);
    const chunk = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#size = 0;
    this.#socket.resume();
    return chunk;
  }

  /**
   * Goes on with TLS. Any version, suite and certificate will do, as servers are looked at, not trusted: who sends a password
   * asks `trusted` first. @throws TroubleError
   *
   * @param authorities - PEM of the authorities that the estate trusts for it
   */
  async secure(authorities: string | undefined): Promise<Secured> {
    const host = "path" in this.address ? "localhost" : this.address.host;
    const { checkServerIdentity: _, ...looking } = lookingOptions({
      ...{ scheme: "https", host, port: 0, hostHeader: "", connectHost: host, connectPort: 0 },
      ...(/^[\d.]+$|:/.test(host) ? {} : { serverName: host }),
    });
    const plain = this.#socket.removeAllListeners("data").removeAllListeners("end").removeAllListeners("close");
    const ca = authorities === undefined ? [...rootCertificates] : [authorities];
    const socket = connectTls({ ...looking, socket: plain, ca });
    let secure = false;
    this.#socket = socket;
    this.#listen(socket);
    socket.once("secureConnect", () => {
      secure = true;
      this.#wake();
    });
    await this.#until(() => secure);
    this.secured = { version: socket.getProtocol() ?? "TLS", trusted: socket.authorized };
    return this.secured;
  }

  close(): void {
    this.#socket.destroy();
  }

  #listen(socket: Socket): void {
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on("data", (chunk: Buffer) => {
      this.#waiting.push(chunk);
      this.#size += chunk.length;
      this.#heard += chunk.length;
      if (this.#size > mostWaiting) socket.pause();
      this.#wake();
    });
    socket.on("end", end).on("close", end);
    socket.on("error", (error) => {
      this.#error ??= error;
      end();
    });
  }

  async #until(reached: () => boolean, begin: () => void = () => {}): Promise<void> {
    const { place } = this.address;
    const { promise, resolve } = Promise.withResolvers<void>();
    const isOver = () => this.#over.aborted || this.#heard > this.#limits.maxBytes || this.#ended;
    this.#wake = () => {
      if (reached() || isOver()) resolve();
    };
    begin();
    this.#wake();
    await promise;
    this.#wake = () => {};
    if (this.#heard > this.#limits.maxBytes)
      this.#fail({ kind: "budget", message: `${place} says too much`, wouldVerify: `look at ${place} by hand` });
    if (reached() && (this.#error === undefined || this.#waiting.length > 0)) return;
    if (this.#error !== undefined) this.#fail(socketTrouble(this.#error, this.address));
    if (this.#over.aborted) this.#fail(timeoutTrouble(place, "it gave no answer in time"));
    this.#fail({
      kind: "refused",
      message: `${place} closed the connection`,
      wouldVerify: `let ${place} answer this machine`,
    });
  }

  #fail(trouble: TroubleError["trouble"]): never {
    this.close();
    throw new TroubleError(trouble);
  }
}

function socketTrouble(error: Error, address: DatabaseAddress): TroubleError["trouble"] {
  const { code } = networkCode(error);
  const { place } = address;
  if (code === "ENOENT")
    return {
      kind: "unreachable",
      message: `there is no socket ${place}`,
      wouldVerify: `start the server, or correct the path`,
    };
  if ("path" in address && (code === "EACCES" || code === "EPERM"))
    return {
      kind: "denied",
      message: `no permission to use the socket ${place}`,
      wouldVerify: `let this user write to ${place}`,
    };
  return dialTrouble(error, place);
}
