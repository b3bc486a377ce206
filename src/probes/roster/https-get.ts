import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { dialTrouble, networkCode, timeoutTrouble } from "../../transports/dial-trouble.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";

export interface GetLimits {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly headers: Readonly<Record<string, string>>;
  /** PEM of the authorities that may have signed the certificate; without it, the public ones. */
  readonly authorities: string | undefined;
}

/** One GET, whose certificate must verify; redirects are not followed, as they could lead the token astray. @throws TroubleError */
export async function get(url: URL, limits: GetLimits): Promise<{ readonly status: number; readonly body: Buffer }> {
  try {
    const { request } = url.protocol === "https:" ? await import("node:https") : await import("node:http");
    const { signal, headers, authorities } = limits;
    const asked = request(url, {
      signal,
      headers,
      agent: false,
      ...(authorities !== undefined && { ca: authorities }),
    });
    // An error after the answer began arrives with the body; without a listener it would end the process.
    asked.on("error", () => {});
    asked.end();
    const [response] = (await once(asked, "response", { signal })) as [IncomingMessage];
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > limits.maxBytes) throw new TroubleError(tooLong(url, limits.maxBytes));
    }
    return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
  } catch (error) {
    throw new TroubleError(troubleOf(error, url.host));
  }
}

function tooLong({ host }: URL, maxBytes: number): Trouble {
  return { kind: "budget", message: `${host} answers with more than ${maxBytes} bytes`, wouldVerify: "smaller pages" };
}

function troubleOf(error: unknown, place: string): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  const { name } = error as Error;
  if (name === "AbortError" || name === "TimeoutError") return timeoutTrouble(place, "it gave no answer in time");
  const { code } = networkCode(error);
  if (/CERT|ALTNAME|SELF_SIGNED|UNABLE_TO/.test(code))
    return {
      kind: "denied",
      message: `${place} has a certificate that does not verify (${code})`,
      wouldVerify: "name its authority under `trust`; the certificate must hold the declared name",
    };
  if (code.startsWith("HPE_"))
    return { kind: "unparsable", message: `${place} answers with no HTTP (${code})`, wouldVerify: "correct the URL" };
  return dialTrouble(error, place);
}
