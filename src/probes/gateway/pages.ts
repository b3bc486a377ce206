import { bodyText } from "../http/body-text.ts";
import type { Reply } from "../http/client.ts";
import { locationOf } from "../http/follow.ts";
import { samePage, similarity } from "../http/similarity.ts";

/** Whether two replies are answers with the same status, the same redirect and the same page. */
export function samePages(one: Reply, other: Reply): boolean {
  if (!("response" in one && "response" in other)) return false;
  if (one.response.status !== other.response.status || locationOf(one) !== locationOf(other)) return false;
  const page = (it: Extract<Reply, { response: unknown }>) => ({
    body: bodyText(it.response),
    target: it.request.target,
  });
  return similarity(page(one), page(other)) >= samePage;
}
