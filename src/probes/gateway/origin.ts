import type { z } from "zod";
import type { EndpointDeclaration } from "../../estate/schema.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import { targetOf } from "../http/answers.ts";
import { HttpClient, type Reply } from "../http/client.ts";
import type { Spending } from "../http/spending.ts";
import type { httpOriginSchema, originAttemptSchema } from "./facts.ts";
import { samePages } from "./pages.ts";

type Attempt = z.output<typeof originAttemptSchema>;

const states: Readonly<Partial<Record<Trouble["kind"], Attempt["state"]>>> = { refused: "closed", timeout: "silent" };

function attemptOf(scheme: Attempt["scheme"], reply: Reply, own: Reply): Attempt {
  if ("trouble" in reply) return { scheme, state: states[reply.trouble.kind] ?? "unclear", trouble: reply.trouble };
  return { scheme, state: "answers", status: reply.response.status, sameAsEndpoint: samePages(reply, own) };
}

export type Looked<F> = { readonly replies: readonly Reply[] } & (
  | { readonly facts: F }
  | { readonly trouble: Trouble }
);

/**
 * Asks the application at its own address for the endpoint's page by the endpoint's name, over TLS and in plaintext,
 * since behind a proxy either is usual.
 */
export async function lookAtOrigin(
  declared: EndpointDeclaration,
  own: Reply,
  spending: Spending,
): Promise<Looked<z.output<typeof httpOriginSchema>>> {
  const { origin } = declared;
  if (origin === undefined) {
    const trouble: Trouble = {
      kind: "unsupported",
      message: "the estate does not say at which address the application itself listens",
      wouldVerify: "declare `origin: host:port` for the endpoint: the application's own address behind its proxy",
    };
    return { trouble, replies: [] };
  }
  if ("trouble" in own) return { trouble: own.trouble, replies: [own] };
  const replies: Reply[] = [];
  const attempts: Attempt[] = [];
  for (const scheme of ["https", "http"] as const) {
    const client = new HttpClient({ ...endpointAddress(declared.url, origin), scheme }, spending);
    const reply = await client.ask({ method: "GET", target: targetOf(declared.url) });
    client.close();
    replies.push(reply);
    attempts.push(attemptOf(scheme, reply, own));
  }
  const facts = { address: origin, endpointStatus: own.response.status, attempts };
  return { facts, replies: [own, ...replies] };
}
