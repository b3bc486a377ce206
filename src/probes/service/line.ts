import { connect, type Socket } from "node:net";
import { networkCode } from "../../transports/dial-trouble.ts";

const mostBytes = 4096;

/** A TCP connection of which at most 4 KiB are listened to; whatever the other side does, nothing is thrown. */
export class Line {
  readonly socket: Socket;
  #heard: Buffer = Buffer.alloc(0);
  #ended = false;
  #errorCode = "";
  #wake: () => void = () => {};
  readonly #listen = (chunk: Buffer) => {
    this.#heard = Buffer.concat([this.#heard, chunk.subarray(0, mostBytes - this.#heard.length)]);
    if (this.#heard.length >= mostBytes) this.socket.pause();
    this.#wake();
  };

  private constructor(socket: Socket) {
    this.socket = socket;
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on("data", this.#listen).once("end", end).once("close", end);
    socket.on("error", (error) => {
      this.#errorCode ||= networkCode(error).code || "closed";
      end();
    });
  }

  /** Connects; gives the error's code (`ETIMEDOUT` after `ms`) where that fails. */
  static async open(host: string, port: number, ms: number, signal: AbortSignal): Promise<Line | string> {
    const socket = connect({ host, port });
    const line = new Line(socket);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    line.#wake = () => resolve(true);
    socket.once("connect", () => resolve(true));
    const stop = () => resolve(false);
    const timer = setTimeout(stop, ms);
    signal.addEventListener("abort", stop, { once: true });
    const inTime = !signal.aborted && (await promise);
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    line.#wake = () => {};
    if (inTime && line.#errorCode === "" && !socket.connecting) return line;
    line.close();
    return line.#errorCode || "ETIMEDOUT";
  }

  /** Says something (or nothing) and gives what is heard until it is enough, the other side ends, or the time is over. */
  async ask(words: string | Buffer, isEnough: (heard: Buffer) => boolean, ms: number): Promise<Buffer> {
    this.#heard = Buffer.alloc(0);
    if (words.length > 0 && this.socket.writable) this.socket.write(words);
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#wake = () => {
      if (this.#ended || this.#heard.length >= mostBytes || (this.#heard.length > 0 && isEnough(this.#heard)))
        resolve();
    };
    this.#wake();
    await promise;
    clearTimeout(timer);
    this.#wake = () => {};
    return this.#heard;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Hands the socket over to somebody else, such as a TLS client. */
  release(): Socket {
    this.socket.off("data", this.#listen);
    return this.socket;
  }

  close(): void {
    this.socket.destroy();
  }
}
