import type { z } from "zod";
import type { EndpointDeclaration } from "../../estate/schema.ts";
import type { ProbeContext } from "../probe.ts";
import { targetOf } from "./answers.ts";
import { bodyText, codingTrouble } from "./body-text.ts";
import type { HttpClient, HttpRequest, Reply } from "./client.ts";
import type { httpMethodsSchema, methodTrialSchema } from "./facts.ts";
import { tryOverrides } from "./method-override.ts";
import { methodRequests } from "./method-requests.ts";
import { headerValues } from "./response-head.ts";
import { samePage, similarity } from "./similarity.ts";

type MethodTrial = z.output<typeof methodTrialSchema>;

/** Whether two answers to the same target have the same status and show the same page. */
function same(one: Reply, other: Reply): boolean {
  if (!("response" in one && "response" in other) || one.response.status !== other.response.status) return false;
  const page = (it: Extract<Reply, { response: unknown }>) => ({
    body: bodyText(it.response),
    target: it.request.target,
  });
  return similarity(page(one), page(other)) >= samePage;
}

/** What the Allow fields of an answer list; `undefined` where there are none. */
function allowed(options: Reply): readonly string[] | undefined {
  if (!("response" in options)) return undefined;
  const fields = headerValues(options.response, "allow");
  if (fields.length === 0) return undefined;
  return fields.flatMap((it) => it.split(",").map((one) => one.trim())).filter((it) => it !== "");
}

function trialOf(reply: Reply, marker: string, seen: { readonly target: string; readonly root: Reply }): MethodTrial {
  const { method, target } = reply.request;
  const head = { method, ...(target === seen.target ? {} : { target }) };
  const nothing = { echoed: false, sameAsGet: false };
  if ("trouble" in reply) {
    const { trouble, connected } = reply;
    const closed = connected && trouble.kind === "refused";
    return { ...head, ...nothing, ...(closed && { closed }), trouble };
  }
  const { status } = reply.response;
  const unseen = codingTrouble(reply.response);
  if (unseen) return { ...head, status, ...nothing, trouble: unseen };
  const sameAsGet = target === seen.target && same(reply, seen.root);
  return { ...head, status, echoed: bodyText(reply.response).includes(marker), sameAsGet };
}

/** Tries the methods that no application needs, with a marker that only an echo can bring back. */
export async function tryMethods(
  client: HttpClient,
  declared: EndpointDeclaration,
  seen: { readonly root: Reply; readonly options: Reply },
  context: Pick<ProbeContext, "random">,
): Promise<{ readonly facts: z.output<typeof httpMethodsSchema>; readonly replies: readonly Reply[] }> {
  const target = targetOf(declared.url);
  const trials: MethodTrial[] = [];
  const replies: Reply[] = [];
  const attempt = async (request: HttpRequest) => {
    const marker = context.random(16);
    const headers = [...(request.headers ?? []), ["X-Holdfast-Marker", marker] as const];
    const reply = await client.ask({ ...request, headers });
    replies.push(reply);
    trials.push(trialOf(reply, marker, { target, root: seen.root }));
  };
  for (const request of methodRequests(declared, context)) await attempt(request);
  const overrides = await tryOverrides(client, context.random);
  const allow = allowed(seen.options);
  return {
    facts: { trials, overrides: overrides.facts, ...(allow && { allow: [...allow] }) },
    replies: [...replies, ...overrides.replies],
  };
}
