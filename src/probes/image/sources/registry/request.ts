import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { dialTrouble, timeoutTrouble } from "../../../../transports/dial-trouble.ts";
import { type Trouble, TroubleError } from "../../../../transports/trouble.ts";
import { imageLimits } from "../../layers/limits.ts";

/** How a server is asked. */
export interface Asking {
  readonly headers: Readonly<Record<string, string>>;
  /** PEM texts of the authorities that count; the usual ones where it is absent. */
  readonly authorities?: readonly string[];
  readonly signal: AbortSignal;
}

/** An answer whose body is still to be read. */
export interface Answering {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** @throws TroubleError where it breaks off or nothing comes for too long */
  readonly chunks: AsyncIterable<Buffer>;
  readonly drop: () => void;
}

/**
 * Sends one GET and gives the answer, without following it anywhere.
 *
 * @throws TroubleError
 */
export async function ask(url: URL, { headers, authorities, signal }: Asking): Promise<Answering> {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(), imageLimits.idleMs);
  const options = { headers, signal: AbortSignal.any([signal, idle.signal]) };
  const secure = authorities === undefined ? options : { ...options, ca: [...authorities] };
  const failed = (error: unknown) => {
    clearTimeout(timer);
    return new TroubleError(troubleOf(error, url.host));
  };
  try {
    // Most runs ask no registry, and loading these takes time and memory.
    const { request } = url.protocol === "http:" ? await import("node:http") : await import("node:https");
    const asked = request(url, secure);
    // An error after the answer began arrives with the body; without a listener it would end the process.
    asked.on("error", () => {});
    asked.end();
    const [response] = (await once(asked, "response", { signal: options.signal })) as [IncomingMessage];
    async function* chunks(): AsyncGenerator<Buffer> {
      try {
        for await (const chunk of response as AsyncIterable<Buffer>) {
          timer.refresh();
          yield chunk;
          timer.refresh();
        }
      } catch (error) {
        throw failed(error);
      } finally {
        clearTimeout(timer);
        response.destroy();
      }
    }
    const drop = () => {
      clearTimeout(timer);
      response.destroy();
    };
    return { status: response.statusCode ?? 0, headers: response.headers, chunks: chunks(), drop };
  } catch (error) {
    throw failed(error);
  }
}

function troubleOf(error: unknown, place: string): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  const { name, code = "" } = error as NodeJS.ErrnoException;
  if (name === "AbortError") return timeoutTrouble(place, "no answer came in time");
  if (/CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)_/.test(code))
    return {
      kind: "denied",
      message: `the certificate of ${place} can't be trusted (${code})`,
      wouldVerify: "name the authority that signed it as the registry's trust, or mend its certificate",
    };
  return dialTrouble(error, place);
}

/** Reads the body of a document whole. @throws TroubleError where it is larger than a document may be */
export async function whole({ chunks }: Answering, place: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > imageLimits.documentBytes)
      throw new TroubleError({
        kind: "budget",
        message: `${place} answers with more than ${imageLimits.documentBytes} bytes`,
        wouldVerify: "look at it by hand",
      });
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
