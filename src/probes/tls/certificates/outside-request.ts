import { dialTrouble, timeoutTrouble } from "../../../transports/dial-trouble.ts";
import type { Trouble } from "../../../transports/trouble.ts";

export interface OutsideRequest {
  readonly url: string;
  /** Posted where it is there, otherwise the URL is fetched. */
  readonly body?: Buffer;
  readonly contentType?: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

function wrongAnswer(url: string, what: string): Trouble {
  return { kind: "unsupported", message: `${url} ${what}`, wouldVerify: `let ${url} answer with status 200` };
}

/**
 * Asks a server that a certificate names, by plain HTTP as RFC 6960 and RFC 5280 have it: what comes back is signed.
 * Bounded in time and bytes, follows no redirects, sends nothing but what it is given.
 */
export async function askOutside(it: OutsideRequest): Promise<Buffer | Trouble> {
  if (!URL.canParse(it.url) || new URL(it.url).protocol !== "http:")
    return { kind: "unsupported", message: `${it.url} is no http URL`, wouldVerify: "a certificate that names one" };
  // Loaded late: it takes a tenth of the time that a start takes, and most runs ask nobody.
  const { request } = await import("node:http");
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | Trouble>();
  const headers = it.body && { "content-type": it.contentType ?? "", "content-length": it.body.length };
  const method = it.body ? "POST" : "GET";
  const signal = AbortSignal.any([it.signal, AbortSignal.timeout(it.timeoutMs)]);
  const sent = request(it.url, { method, agent: false, signal, maxHeaderSize: 16_384, ...(headers && { headers }) });
  sent.on("response", (answer) => {
    const parts: Buffer[] = [];
    let length = 0;
    if (answer.statusCode !== 200) {
      resolve(wrongAnswer(it.url, `answered with status ${answer.statusCode}`));
      sent.destroy();
      return;
    }
    answer.on("data", (part: Buffer) => {
      parts.push(part);
      length += part.length;
      if (length <= it.maxBytes) return;
      const message = `${it.url} answered with more than ${it.maxBytes} bytes`;
      resolve({ kind: "budget", message, wouldVerify: "a larger budget of bytes" });
      sent.destroy();
    });
    answer.on("end", () => resolve(Buffer.concat(parts)));
    answer.on("error", (error) => sent.destroy(error));
  });
  sent.on("error", (error) => {
    if (signal.aborted) return resolve(timeoutTrouble(new URL(it.url).host, "it did not answer in time"));
    try {
      resolve(dialTrouble(error, new URL(it.url).host));
    } catch (bug) {
      reject(bug);
    }
  });
  sent.on("close", () => resolve(wrongAnswer(it.url, "broke its answer off")));
  sent.end(it.body);
  return promise;
}
