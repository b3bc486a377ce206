import type { z } from "zod";
import type { ProbeContext } from "../probe.ts";
import { bodyText } from "./body-text.ts";
import type { HttpClient, Reply } from "./client.ts";
import type { methodOverridesSchema } from "./facts.ts";
import { samePage, similarity } from "./similarity.ts";

type Overrides = z.output<typeof methodOverridesSchema>;

const headers = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] as const;

/** Whether two answers to one target differ in status, in what their page says, or in the method that it names. */
function differ(one: Reply, other: Reply): boolean {
  if (!("response" in one && "response" in other)) return "response" in one !== "response" in other;
  if (one.response.status !== other.response.status) return true;
  const { target } = one.request;
  const [left, right] = [bodyText(one.response), bodyText(other.response)];
  const names = (text: string) => (["GET", "POST"] as const).map((it) => new RegExp(`\\b${it}\\b`).test(text)).join();
  if (names(left) !== names(right)) return true;
  return similarity({ body: left, target }, { body: right, target }) < samePage;
}

/**
 * Tries whether a header turns a POST into a GET, on a path that does not exist and without a body, so that neither does
 * anything. Told apart are the answers to a plain POST (asked before and after, since it must be steady) and a plain GET.
 */
export async function tryOverrides(
  client: HttpClient,
  random: ProbeContext["random"],
): Promise<{ readonly facts: Overrides; readonly replies: readonly Reply[] }> {
  const target = `/${random(16)}`;
  const post = (more: readonly (readonly [string, string])[]) =>
    client.ask({ method: "POST", target, headers: [["Content-Length", "0"], ...more] });
  const get = await client.ask({ method: "GET", target });
  const before = await post([]);
  const overridden: Reply[] = [];
  for (const header of headers) overridden.push(await post([[header, "GET"]]));
  const after = await post([]);
  const replies = [get, before, ...overridden, after];
  const tellable = "response" in before && "response" in after && !differ(before, after) && differ(get, before);
  const trials = headers.map((header, at) => {
    const reply = overridden[at] ?? after;
    const came = "response" in reply ? { status: reply.response.status } : { trouble: reply.trouble };
    return { header, honoured: tellable && "response" in reply && differ(reply, before), ...came };
  });
  return { facts: { tellable, trials }, replies };
}
