import { ByteStore } from "./byte-store.ts";
import { addFieldLine } from "./field-lines.ts";
import { readable } from "./readable.ts";
import { type Framing, framingOf, keepsAlive, type ResponseHead } from "./response-head.ts";

export interface ParserLimits {
  /** Bytes of the header section, trailers and interim answers included. */
  readonly headBytes: number;
  /** Bytes of the body that are kept; with more the answer counts as done and incomplete. */
  readonly bodyBytes: number;
}

export interface ParsedResponse extends ResponseHead {
  readonly body: Buffer;
  readonly bodyComplete: boolean;
  readonly trailers: readonly (readonly [string, string])[];
  /** Whether the connection may carry another request. */
  readonly reusable: boolean;
}

type State = "status" | "fields" | "counted" | "rest" | "size" | "chunk" | "chunk-end" | "trailers" | "done" | "failed";

/**
 * Reads one HTTP/1.x response piece by piece (RFC 9112). Lenient as browsers are: lines may end in LF alone, folded
 * fields are joined. Interim 1xx answers are skipped. It never throws, and never keeps more than its limits.
 */
export class ResponseParser {
  readonly #method: string;
  readonly #line: ByteStore;
  readonly #body: ByteStore;
  readonly #excerpt = new ByteStore(256);
  #state: State = "status";
  #headLeft: number;
  #pending = { httpVersion: "", status: 0, reason: "" };
  #head: ResponseHead | undefined;
  #fields: [string, string][] = [];
  #trailers: [string, string][] = [];
  #framing: Framing = { kind: "none" };
  #left = 0;
  #complete = false;
  #surplus = false;
  #failure = "";

  constructor(method: string, limits: ParserLimits) {
    this.#method = method;
    this.#line = new ByteStore(limits.headBytes);
    this.#body = new ByteStore(limits.bodyBytes);
    this.#headLeft = limits.headBytes;
  }

  get finished(): boolean {
    return this.#state === "done" || this.#state === "failed";
  }

  /** Why the bytes are no HTTP response; `undefined` while they may be one. */
  get failure(): { readonly why: string; readonly excerpt: string } | undefined {
    if (this.#state !== "failed") return undefined;
    return { why: this.#failure, excerpt: readable(this.#excerpt.take()) };
  }

  /** The response, once it is finished. */
  get response(): ParsedResponse | undefined {
    if (this.#state !== "done" || !this.#head) return undefined;
    const delimited = this.#framing.kind !== "close" && this.#complete && !this.#surplus;
    return {
      ...this.#head,
      body: this.#body.take(),
      bodyComplete: this.#complete,
      trailers: this.#trailers,
      reusable: delimited && this.#head.status !== 101 && keepsAlive(this.#head),
    };
  }

  push(chunk: Uint8Array): void {
    this.#excerpt.append(chunk);
    let at = 0;
    while (at < chunk.length && !this.finished) at = this.#step(chunk, at);
    if (this.#state === "done" && at < chunk.length) this.#surplus = true;
  }

  /** The server closed the connection. */
  end(): void {
    if (this.finished) return;
    if (this.#state === "rest") this.#finish(true);
    else if (this.#head) this.#finish(false);
    else this.#fail("the connection ended inside the header section");
  }

  #step(chunk: Uint8Array, at: number): number {
    if (this.#state === "counted" || this.#state === "chunk" || this.#state === "rest") return this.#content(chunk, at);
    const newline = chunk.indexOf(10, at);
    const end = newline < 0 ? chunk.length : newline + 1;
    this.#headLeft -= end - at;
    if (this.#headLeft < 0) {
      this.#fail("the header section is larger than is looked at");
      return end;
    }
    this.#line.append(chunk.subarray(at, end));
    if (newline < 0) {
      if (this.#state === "status") this.#refuseEarly();
      return end;
    }
    const line = this.#line
      .take()
      .toString("latin1")
      .replace(/\r?\n$/, "");
    this.#line.clear();
    this.#take(line);
    return end;
  }

  #content(chunk: Uint8Array, at: number): number {
    const rest = chunk.length - at;
    const part = this.#state === "rest" ? rest : Math.min(rest, this.#left);
    const kept = this.#body.append(chunk.subarray(at, at + part));
    this.#left -= part;
    if (kept < part) this.#finish(false);
    else if (this.#state === "counted" && this.#left === 0) this.#finish(true);
    else if (this.#state === "chunk" && this.#left === 0) this.#state = "chunk-end";
    return at + part;
  }

  #take(line: string): void {
    if (this.#state === "status") this.#takeStatus(line);
    else if (this.#state === "fields") this.#takeField(line, this.#fields, () => this.#headEnds());
    else if (this.#state === "trailers") this.#takeField(line, this.#trailers, () => this.#finish(true));
    else if (this.#state === "size") this.#takeSize(line);
    else if (line === "") {
      this.#state = "size";
      // Chunk lines are not the header section; only each one by itself is bounded.
      this.#headLeft = Math.max(this.#headLeft, 8192);
    } else this.#finish(false);
  }

  #takeStatus(line: string): void {
    if (line === "" && this.#headLeft > 0) return;
    const parts = /^HTTP\/(\d{1,3}\.\d{1,3})[ \t]+(\d{3})(?:[ \t](.*))?$/s.exec(line);
    if (!parts) {
      this.#fail("the first bytes are no HTTP status line");
      return;
    }
    this.#head = undefined;
    this.#fields = [];
    this.#pending = { httpVersion: parts[1] ?? "", status: Number(parts[2]), reason: parts[3] ?? "" };
    this.#state = "fields";
  }
  #takeField(line: string, into: [string, string][], end: () => void): void {
    if (line === "") end();
    else if (!addFieldLine(into, line)) this.#fail("a header field without a name");
  }

  #headEnds(): void {
    const head = { ...this.#pending, headers: this.#fields };
    if (head.status < 200 && head.status !== 101) {
      this.#state = "status";
      return;
    }
    this.#framing = framingOf(this.#method, head);
    this.#head = head;
    const { kind } = this.#framing;
    if (this.#framing.kind === "broken") this.#fail(this.#framing.why);
    else if (this.#framing.kind === "length") {
      this.#left = this.#framing.bytes;
      this.#state = "counted";
      if (this.#left === 0) this.#finish(true);
    } else if (kind === "chunked") this.#state = "size";
    else if (kind === "close") this.#state = "rest";
    else this.#finish(true);
  }

  #takeSize(line: string): void {
    const size = /^[ \t]*([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?$/s.exec(line)?.[1];
    if (size === undefined) {
      this.#finish(false);
      return;
    }
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? "trailers" : "chunk";
  }

  #refuseEarly(): void {
    const start = this.#line.take(5).toString("latin1");
    if (!"HTTP/".startsWith(start) && !start.startsWith("\r")) this.#fail("the first bytes are no HTTP status line");
  }

  #finish(complete: boolean): void {
    this.#complete = complete;
    this.#state = "done";
  }

  #fail(why: string): void {
    this.#failure = why;
    this.#state = "failed";
  }
}
