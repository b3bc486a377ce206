import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { dial } from "../../transports/dial.ts";
import { dialTrouble, timeoutTrouble } from "../../transports/dial-trouble.ts";
import { type EndpointAddress, placeOf } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { Provenance } from "../observation.ts";
import { type ParsedResponse, ResponseParser } from "./response-parser.ts";
import type { Spending } from "./spending.ts";

export interface HttpRequest {
  readonly method: string;
  /** Sent as it is, malformed ones too. */
  readonly target: string;
  /** Sent after Host, User-Agent and Accept, as they are. */
  readonly headers?: readonly (readonly [string, string])[];
  /** Bytes of the body that are wanted; the connection is given up where there are more. Default 64 KiB. */
  readonly bodyBytes?: number;
}

/** The response, or why there is none; `connected` tells whether a connection had come about. */
export type Reply = { readonly request: HttpRequest; readonly provenance: Provenance } & (
  | { readonly response: ParsedResponse }
  | { readonly trouble: Trouble; readonly connected: boolean }
);

const headBytes = 64 * 1024;

interface Attempt {
  readonly parser: ResponseParser;
  readonly bytes: number;
  readonly sha256: string;
  readonly ended: "done" | "closed" | "timeout" | Error;
}

/**
 * A raw HTTP/1.1 client for one endpoint: sends requests as they are, gives answers as they stood on the wire, never
 * follows redirects, and keeps its connection where the server allows.
 */
export class HttpClient {
  readonly address: EndpointAddress;
  readonly #spending: Spending;
  readonly #place: string;
  #idle: Socket | undefined;

  constructor(address: EndpointAddress, spending: Spending) {
    this.address = address;
    this.#spending = spending;
    this.#place = placeOf(address);
  }

  /** Sends one request and reads its answer. Never throws for what the server does. */
  async ask(request: HttpRequest): Promise<Reply> {
    const kept = this.#idle;
    this.#idle = undefined;
    if (kept && !kept.destroyed && kept.readable) {
      const attempt = await this.#exchange(kept, request);
      // A server may close an idle connection just when we use it; only silence on a kept one is worth another try.
      if (attempt.bytes > 0 || attempt.ended === "timeout") return this.#reply(request, kept, attempt);
    }
    const socket = await this.#open();
    if ("kind" in socket) return { request, provenance: noAnswer(request), trouble: socket, connected: false };
    return this.#reply(request, socket, await this.#exchange(socket, request));
  }

  close(): void {
    this.#idle?.destroy();
    this.#idle = undefined;
  }

  async #open(): Promise<Socket | Trouble> {
    const spent = this.#spending.exhausted() ?? this.#spending.connect();
    if (spent) return spent;
    return dial(this.address, { timeoutMs: this.#spending.requestMs, signal: this.#spending.signal });
  }

  async #exchange(socket: Socket, request: HttpRequest): Promise<Attempt> {
    const parser = new ResponseParser(request.method, { headBytes, bodyBytes: request.bodyBytes ?? 64 * 1024 });
    const hash = createHash("sha256");
    let bytes = 0;
    const { promise, resolve } = Promise.withResolvers<Attempt["ended"]>();
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      hash.update(chunk);
      this.#spending.receive(chunk.length);
      parser.push(chunk);
      if (parser.finished) resolve("done");
      else if (this.#spending.bytesLeft === 0) resolve("timeout");
    };
    const onClosed = () => resolve("closed");
    const onTime = () => resolve("timeout");
    const timer = setTimeout(onTime, this.#spending.requestMs);
    const { signal } = this.#spending;
    signal.addEventListener("abort", onTime, { once: true });
    if (signal.aborted) onTime();
    if (socket.destroyed) onClosed();
    socket.on("data", onData).on("end", onClosed).on("close", onClosed).on("error", resolve);
    socket.write(this.#bytesOf(request));
    const ended = await promise;
    clearTimeout(timer);
    signal.removeEventListener("abort", onTime);
    socket.off("data", onData).off("end", onClosed).off("close", onClosed).off("error", resolve);
    if (ended === "closed" || ended instanceof Error) parser.end();
    return { parser, bytes, sha256: hash.digest("hex"), ended };
  }

  #reply(request: HttpRequest, socket: Socket, attempt: Attempt): Reply {
    const { response } = attempt.parser;
    if (response?.reusable && !socket.destroyed && socket.readable) this.#idle = socket;
    else socket.destroy();
    const provenance = {
      request: requestLine(request),
      status: response?.status ?? null,
      bytes: attempt.bytes,
      sha256: attempt.sha256,
    };
    if (response) return { request, provenance, response };
    return { request, provenance, trouble: this.#trouble(attempt), connected: true };
  }

  #trouble(attempt: Attempt): Trouble {
    const place = this.#place;
    if (attempt.parser.failure && attempt.bytes > 0) {
      const { why, excerpt } = attempt.parser.failure;
      return {
        kind: "unparsable",
        message: `${place} does not answer with HTTP: ${why}`,
        wouldVerify: `let an HTTP server answer at ${place}`,
        excerpt,
      };
    }
    if (attempt.ended === "timeout")
      return this.#spending.exhausted() ?? timeoutTrouble(place, "no whole answer came in time");
    if (attempt.ended instanceof Error) return dialTrouble(attempt.ended, place);
    return {
      kind: "refused",
      message: `${place} closed the connection without an answer`,
      wouldVerify: `let ${place} answer requests from this machine`,
    };
  }

  #bytesOf(request: HttpRequest): Buffer {
    const fields = [
      ["Host", this.address.hostHeader],
      ["User-Agent", "Holdfast"],
      ["Accept", "*/*"],
      ["Accept-Encoding", "identity"],
      ...(request.headers ?? []),
    ];
    const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.from(`${requestLine(request)}\r\n${lines.join("")}\r\n`, "latin1");
  }
}

/** Such as `TRACE / HTTP/1.1`. */
function requestLine(request: Pick<HttpRequest, "method" | "target">): string {
  return `${request.method} ${request.target} HTTP/1.1`;
}

const emptySha256 = createHash("sha256").digest("hex");

function noAnswer(request: HttpRequest): Provenance {
  return { request: requestLine(request), status: null, bytes: 0, sha256: emptySha256 };
}
