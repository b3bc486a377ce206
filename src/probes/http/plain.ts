import type { z } from "zod";
import type { EndpointDeclaration } from "../../estate/schema.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { ProbeContext } from "../probe.ts";
import { targetOf } from "./answers.ts";
import { HttpClient, type Reply } from "./client.ts";
import type { httpPlainSchema } from "./facts.ts";
import { locationOf, resolved } from "./follow.ts";
import { redacted } from "./redacted.ts";
import type { Spending } from "./spending.ts";

type HttpPlain = z.output<typeof httpPlainSchema>;
type Hop = HttpPlain["hops"][number];

/** What is told of the plain-HTTP twin, and what was asked for it. */
export type Plain = { readonly replies: readonly Reply[] } & (
  | { readonly facts: HttpPlain }
  | { readonly trouble: Trouble }
);

const maxHops = 5;

/** The address of a URL of this endpoint: a declared `connect` keeps its port only for the endpoint's own origin. */
function addressOf(url: string, declared: EndpointDeclaration) {
  const own = new URL(url).origin === new URL(declared.url).origin;
  const address = endpointAddress(url, declared.connect);
  return own ? address : { ...address, connectPort: address.port };
}

async function askOnce(url: string, declared: EndpointDeclaration, spending: Spending): Promise<Reply> {
  const client = new HttpClient(addressOf(url, declared), spending);
  try {
    return await client.ask({ method: "GET", target: targetOf(url) });
  } finally {
    client.close();
  }
}

/** Which URL is looked at, and what must be found there; a trouble where the estate does not say. */
function planOf(declared: EndpointDeclaration): Pick<HttpPlain, "url" | "expected"> | Trouble {
  const url = new URL(declared.url);
  if (url.protocol === "http:") return { url: declared.url, expected: "redirect" };
  if (declared.plain === "none") return { url: `http://${url.hostname}/`, expected: "none" };
  if (declared.plain !== undefined) return { url: declared.plain, expected: "redirect" };
  return {
    kind: "unsupported",
    message: "the estate does not say whether the endpoint has a plain-HTTP twin",
    wouldVerify: "declare `plain: http://…` or `plain: none` for the endpoint",
  };
}

/**
 * Looks at the plain-HTTP twin and follows its redirects hop by hop, to it and to the endpoint itself only: whatever
 * else a server names, be it another port of the same host, was declared by nobody.
 */
export async function lookAtPlain(
  declared: EndpointDeclaration,
  spending: Spending,
  fingerprint: ProbeContext["fingerprint"],
): Promise<Plain> {
  const plan = planOf(declared);
  if ("kind" in plan) return { trouble: plan, replies: [] };
  const replies: Reply[] = [];
  const hops: Hop[] = [];
  const origins = [plan.url, declared.url].map((it) => new URL(it).origin);
  for (let at: URL | undefined = new URL(plan.url); at && hops.length < maxHops; ) {
    const reply = await askOnce(at.href, declared, spending);
    replies.push(reply);
    if ("trouble" in reply) {
      if (hops.length > 0) break;
      const { trouble, connected } = reply;
      if (trouble.kind === "refused" && !connected) return { facts: { ...plan, state: "closed", hops }, replies };
      // Something that talks, but no HTTP, is an open port all the same.
      if (trouble.kind === "unparsable") return { facts: { ...plan, state: "open", hops }, replies };
      return { trouble, replies };
    }
    const location = locationOf(reply);
    hops.push({
      url: at.href,
      status: reply.response.status,
      ...(location !== undefined && { location: redacted(location, fingerprint) }),
    });
    const next: URL | undefined = location === undefined ? undefined : resolved(location, at.href);
    at = next !== undefined && origins.includes(next.origin) ? next : undefined;
  }
  return { facts: { ...plan, state: "open", hops }, replies };
}
