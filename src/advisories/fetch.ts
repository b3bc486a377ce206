import { Readable } from "node:stream";
import { dialTrouble } from "../transports/dial-trouble.ts";
import type { Trouble } from "../transports/trouble.ts";

export interface FetchLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** A JSON text to post; without one, the file is got. */
  readonly post?: string;
}

/** What a mirror answered; its body ends with a `budget` trouble as an error when it is longer than allowed. */
export interface Fetched {
  readonly status: number;
  readonly body: Readable;
}

/**
 * Fetches one file of a declared mirror. Redirects are followed only on the same origin, three times at most: a mirror that
 * sends elsewhere is told, and the estate may name the other place.
 */
export async function fetchFile(url: string, limits: FetchLimits): Promise<Fetched | Trouble> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = limits.signal === undefined ? timeout : AbortSignal.any([limits.signal, timeout]);
  let at = new URL(url);
  for (let hops = 0; hops <= 3; hops++) {
    const answer = await ask(at, limits.post, signal);
    if ("kind" in answer) return answer;
    const location = answer.headers.get("location");
    if (answer.status < 300 || answer.status > 399 || location === null)
      return { status: answer.status, body: bounded(answer, limits.maxBytes, at.href) };
    await answer.body?.cancel();
    const next = URL.canParse(location, at.href) ? new URL(location, at.href) : undefined;
    if (next?.origin !== at.origin) return elsewhere(at.href, location);
    at = next;
  }
  return elsewhere(url, "itself, again and again");
}

/** One file whole; a status other than 200 is a trouble. */
export async function fetchWhole(url: string, limits: FetchLimits): Promise<Buffer | Trouble> {
  const fetched = await fetchFile(url, limits);
  if ("kind" in fetched) return fetched;
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of fetched.body) chunks.push(chunk);
    if (fetched.status === 200) return Buffer.concat(chunks);
    return {
      kind: fetched.status === 401 || fetched.status === 403 ? "denied" : "unreachable",
      message: `${url} answers ${fetched.status}`,
      wouldVerify: "name a mirror under `advisories` that has this file",
    };
  } catch (error) {
    return readTrouble(error, url);
  }
}

/** What an error while a body arrived means. */
export function readTrouble(error: unknown, url: string): Trouble {
  if (error instanceof OverlongError) return error.trouble;
  return askTrouble(error, url);
}

async function ask(url: URL, post: string | undefined, signal: AbortSignal): Promise<Response | Trouble> {
  const headers = { "user-agent": "holdfast", ...(post !== undefined && { "content-type": "application/json" }) };
  const body = post === undefined ? {} : { method: "POST", body: post };
  try {
    return await fetch(url, { redirect: "manual", signal, headers, ...body });
  } catch (error) {
    return askTrouble(error, url.href);
  }
}

function askTrouble(error: unknown, url: string): Trouble {
  const name = error instanceof Error ? error.name : "";
  if (name === "TimeoutError" || name === "AbortError")
    return {
      kind: "timeout",
      message: `${url} did not answer in time`,
      wouldVerify: "try again, or name a nearer mirror",
    };
  return dialTrouble(error instanceof TypeError && error.cause !== undefined ? error.cause : error, new URL(url).host);
}

class OverlongError extends Error {
  readonly trouble: Trouble;
  constructor(url: string, maxBytes: number) {
    super(`${url} is longer than ${maxBytes} bytes`);
    this.trouble = { kind: "budget", message: this.message, wouldVerify: "a mirror with lists of usual size" };
  }
}

function bounded(answer: Response, maxBytes: number, url: string): Readable {
  async function* chunks(): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new OverlongError(url, maxBytes);
      yield Buffer.from(chunk);
    }
  }
  return Readable.from(chunks(), { objectMode: false });
}

function elsewhere(url: string, location: string): Trouble {
  return {
    kind: "unsupported",
    message: `${url} sends to ${location.slice(0, 200)}, which is another place`,
    wouldVerify: "name the mirror under `advisories` that has the files themselves",
  };
}
