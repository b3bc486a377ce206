import type { z } from "zod";
import type { ProbeContext } from "../probe.ts";
import { bodyText, codingTrouble } from "./body-text.ts";
import type { HttpClient, Reply } from "./client.ts";
import type { httpMethodsSchema, methodTrialSchema } from "./facts.ts";
import { headerValues } from "./response-head.ts";
import { samePage, similarity } from "./similarity.ts";

type MethodTrial = z.output<typeof methodTrialSchema>;

/** TRACE and TRACK echo, DEBUG switches a debugger on, and the last is a verb that no server knows. */
const methods = ["TRACE", "TRACK", "DEBUG", "HOLDFAST"] as const;

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

/** Tries the methods that no application needs, with a marker that only an echo can bring back. */
export async function tryMethods(
  client: HttpClient,
  seen: { readonly target: string; readonly root: Reply; readonly options: Reply },
  random: ProbeContext["random"],
): Promise<{ readonly facts: z.output<typeof httpMethodsSchema>; readonly replies: readonly Reply[] }> {
  const trials: MethodTrial[] = [];
  const replies: Reply[] = [];
  for (const method of methods) {
    const marker = random(16);
    const reply = await client.ask({ method, target: seen.target, headers: [["X-Holdfast-Marker", marker]] });
    replies.push(reply);
    const unseen = "response" in reply ? codingTrouble(reply.response) : reply.trouble;
    const status = "response" in reply ? { status: reply.response.status } : {};
    trials.push(
      "response" in reply && !unseen
        ? {
            method,
            status: reply.response.status,
            echoed: bodyText(reply.response).includes(marker),
            sameAsGet: same(reply, seen.root),
          }
        : { method, ...status, echoed: false, sameAsGet: false, trouble: unseen },
    );
  }
  const allow = allowed(seen.options);
  return { facts: { trials, ...(allow && { allow: [...allow] }) }, replies };
}
