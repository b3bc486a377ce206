import type { HttpClient, HttpRequest, Reply } from "./client.ts";
import type { Exchange } from "./facts.ts";
import { headerValues } from "./response-head.ts";

const redirects = new Set([301, 302, 303, 307, 308]);
const maxHops = 5;

/** Where a redirect leads, as it stood in the answer; `undefined` where the answer is none. */
export function locationOf(reply: Reply): string | undefined {
  if (!("response" in reply) || !redirects.has(reply.response.status)) return undefined;
  return headerValues(reply.response, "location")[0];
}

/** The absolute URL of a location, seen from `from`; `undefined` where it is no URL. */
export function resolved(location: string, from: string): URL | undefined {
  return URL.parse(location, from) ?? undefined;
}

export interface Followed {
  /** The last answer. */
  readonly reply: Reply;
  readonly all: readonly Reply[];
  readonly via: Exchange["via"];
}

/** Asks for `target` and follows redirects inside the endpoint's own origin, at most five. */
export async function follow(
  client: HttpClient,
  origin: string,
  target: string,
  limits: Pick<HttpRequest, "bodyBytes"> = {},
): Promise<Followed> {
  const all: Reply[] = [];
  const via: { status: number; location: string }[] = [];
  let at = target;
  for (;;) {
    const reply = await client.ask({ method: "GET", target: at, ...limits });
    all.push(reply);
    const location = locationOf(reply);
    const next = location === undefined ? undefined : resolved(location, `${origin}${at}`);
    if (location === undefined || next?.origin !== origin || via.length === maxHops || !("response" in reply))
      return { reply, all, via };
    via.push({ status: reply.response.status, location });
    at = `${next.pathname}${next.search}`;
  }
}
