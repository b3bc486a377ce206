import { once } from "node:events";
import type { IncomingMessage, RequestOptions } from "node:http";
import type { Socket } from "node:net";
import { dialTrouble } from "./dial-trouble.ts";
import type { Trouble } from "./trouble.ts";

/** What an engine answers, as it stands. */
export interface EngineAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Limits on one answer. */
export interface EngineLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const settle = "start the engine behind it, or correct the estate file";

/**
 * Asks a container engine that speaks the Docker Engine API (Docker, Podman). It sends GET requests, and POST only where a
 * script is to run inside a container.
 */
export class EngineClient {
  /** `unix:///PATH` or `tcp://HOST:PORT`. */
  readonly socket: string;
  readonly #place: RequestOptions;

  constructor(socket: string) {
    this.socket = socket;
    if (socket.startsWith("unix://")) this.#place = { socketPath: socket.slice("unix://".length) };
    else {
      const { hostname, port } = new URL(socket.replace(/^tcp:/, "http:"));
      this.#place = { host: hostname.replace(/^\[|\]$/g, ""), port };
    }
  }

  /** Asks for one answer as a whole. */
  get(path: string, limits: EngineLimits): Promise<EngineAnswer | Trouble> {
    return this.#whole(path, limits);
  }

  /** The same, with a body to go with it. */
  post(path: string, limits: EngineLimits, body: object): Promise<EngineAnswer | Trouble> {
    return this.#whole(path, limits, body);
  }

  /** Asks for a connection of its own, which goes on in both directions. */
  async hijack(path: string, signal: AbortSignal, body: object): Promise<Socket | Trouble> {
    const { request } = await import("node:http");
    const content = JSON.stringify(body);
    const { promise, resolve, reject } = Promise.withResolvers<Socket | Trouble>();
    const headers = { ...jsonHeaders(content), connection: "Upgrade", upgrade: "tcp" };
    const asked = request({ ...this.#place, method: "POST", path, signal, agent: false, headers });
    asked.on("error", reject);
    asked.on("upgrade", (_, socket: Socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.on("response", (response: IncomingMessage) => {
      response.destroy();
      resolve(unexpectedStatus(this.socket, path, response.statusCode ?? 0));
    });
    asked.end(content);
    try {
      return await promise;
    } catch (error) {
      return this.#trouble(error);
    }
  }

  async #whole(path: string, limits: EngineLimits, body?: object): Promise<EngineAnswer | Trouble> {
    const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMs)]);
    try {
      const response = await this.#ask(path, signal, body);
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of response as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > limits.maxBytes) return this.#tooMuch(path, limits.maxBytes);
        chunks.push(chunk);
      }
      return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
    } catch (error) {
      return this.#trouble(error);
    }
  }

  /**
   * Asks for an answer that may be of any size, and gives it chunk by chunk; the status first, so that nothing else than
   * what was asked for is read. Only `idleMs` without a byte end it.
   *
   * @throws what `troubleOf` knows, while it is read
   */
  async stream(
    path: string,
    limits: { readonly idleMs: number; readonly signal: AbortSignal },
  ): Promise<{ readonly status: number; readonly chunks: AsyncIterable<Buffer> } | Trouble> {
    const idle = new AbortController();
    const timer = setTimeout(() => idle.abort(), limits.idleMs);
    try {
      const response = await this.#ask(path, AbortSignal.any([limits.signal, idle.signal]));
      async function* chunks(): AsyncGenerator<Buffer> {
        try {
          for await (const chunk of response as AsyncIterable<Buffer>) {
            timer.refresh();
            yield chunk;
            timer.refresh();
          }
        } finally {
          clearTimeout(timer);
          response.destroy();
        }
      }
      return { status: response.statusCode ?? 0, chunks: chunks() };
    } catch (error) {
      clearTimeout(timer);
      return this.#trouble(error);
    }
  }

  /** The trouble that an error while reading a stream means. An error of ours is thrown again. */
  troubleOf(error: unknown): Trouble {
    return this.#trouble(error);
  }

  async #ask(path: string, signal: AbortSignal, body?: object): Promise<IncomingMessage> {
    // Loaded late: it takes a tenth of the time that a start takes, and most runs ask no engine.
    const { request } = await import("node:http");
    const content = body === undefined ? undefined : JSON.stringify(body);
    const method = content === undefined ? "GET" : "POST";
    const headers = content === undefined ? { host: "localhost" } : jsonHeaders(content);
    const asked = request({ ...this.#place, method, path, signal, agent: false, headers });
    // An error after the answer began arrives with the body; without a listener it would end the process.
    asked.on("error", () => {});
    asked.end(content);
    const [response] = await once(asked, "response", { signal });
    return response as IncomingMessage;
  }

  #tooMuch(path: string, maxBytes: number): Trouble {
    return {
      kind: "budget",
      message: `${this.socket} answers GET ${path} with more than ${maxBytes} bytes`,
      wouldVerify: "ask the engine by hand",
    };
  }

  #trouble(error: unknown): Trouble {
    const { name, code = "" } = error as NodeJS.ErrnoException;
    const { socket } = this;
    if (name === "AbortError" || name === "TimeoutError")
      return { kind: "timeout", message: `${socket} did not answer in time`, wouldVerify: settle };
    if (code === "ECONNREFUSED")
      return { kind: "refused", message: `nothing listens behind ${socket}`, wouldVerify: settle };
    if (code === "ENOENT") return { kind: "unreachable", message: `${socket} doesn't exist`, wouldVerify: settle };
    if (code === "EACCES" || code === "EPERM")
      return {
        kind: "denied",
        message: `no permission to use ${socket}`,
        wouldVerify: `run as root, or as a member of the group that ${socket} belongs to`,
      };
    if (/^HPE_/.test(code) || code === "ECONNRESET")
      return {
        kind: "unparsable",
        message: `${socket} answers with no HTTP (${code})`,
        wouldVerify: "an engine that speaks the Docker Engine API",
      };
    return dialTrouble(error, socket);
  }
}

function jsonHeaders(content: string) {
  return { host: "localhost", "content-type": "application/json", "content-length": Buffer.byteLength(content) };
}

/** What is wrong with an answer that isn't the wanted one. */
export function unexpectedStatus(socket: string, path: string, status: number): Trouble {
  return {
    kind: "unsupported",
    message: `${socket} answers ${path} with ${status}`,
    wouldVerify: "an engine that speaks the Docker Engine API",
  };
}
