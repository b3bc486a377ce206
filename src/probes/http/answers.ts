import type { EndpointDeclaration } from "../../estate/schema.ts";
import type { ProbeContext } from "../probe.ts";
import { answerOf } from "./answer.ts";
import { bodyText } from "./body-text.ts";
import type { HttpClient, HttpRequest, Reply } from "./client.ts";
import type { Answer, Exchange } from "./facts.ts";
import { follow } from "./follow.ts";
import { askOverHttp2 } from "./http2-client.ts";
import { linkedFiles } from "./linked-files.ts";
import { redacted } from "./redacted.ts";
import type { ParsedResponse } from "./response-parser.ts";
import type { Spending } from "./spending.ts";

export interface Asked {
  readonly exchanges: readonly Exchange[];
  readonly replies: readonly Reply[];
  /** The first answer to a GET of the endpoint's own URL, redirects not followed. */
  readonly root: Reply;
  readonly options: Reply;
}

/** A broken escape and a space in a field name: nginx, Apache, HAProxy and Go's server each refuse one or the other. */
const malformed: HttpRequest = { method: "GET", target: "/%%%zz", headers: [["Bad Header", "x"]] };

/** Bytes read of a file that is given out: its fields alone are looked at. */
const startOfFile = 512;

/** The path and query that a URL asks for. */
export function targetOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

/** The static files of a page; none where there is no page. */
function filesOf(page: Reply | undefined, origin: string): readonly string[] {
  if (page === undefined || !("response" in page)) return [];
  return linkedFiles(bodyText(page.response), `${origin}${page.request.target}`);
}

/** Collects the answers of several kinds of request, so that a header that is only set on `/` is seen through. */
export async function askAround(
  client: HttpClient,
  declared: EndpointDeclaration,
  context: Pick<ProbeContext, "random" | "fingerprint">,
  spending: Spending,
): Promise<Asked> {
  const { origin } = new URL(declared.url);
  const target = targetOf(declared.url);
  const exchanges: Exchange[] = [];
  const replies: Reply[] = [];
  const redirects: Reply[] = [];
  const led = (via: Exchange["via"]) =>
    via.map((it) => ({ ...it, location: redacted(it.location, context.fingerprint) }));
  // What a user brought is nobody else's business: of a file only its fields are told.
  const told = (purpose: Exchange["purpose"], response: ParsedResponse): Answer => {
    const answer = answerOf(response, context.fingerprint);
    if (purpose !== "download") return answer;
    return { ...answer, bodySha256: `hmac:${context.fingerprint(response.body)}`, bodyStart: "" };
  };
  const note = (purpose: Exchange["purpose"], reply: Reply, asked: string, via: Exchange["via"] = []) => {
    const came = "response" in reply ? { answer: told(purpose, reply.response) } : { trouble: reply.trouble };
    exchanges.push({ purpose, method: reply.request.method, target: asked, via: led(via), ...came });
  };
  const ask = async (purpose: Exchange["purpose"], request: HttpRequest) => {
    const reply = await client.ask(request);
    replies.push(reply);
    note(purpose, reply, request.target);
    return reply;
  };
  const get = async (purpose: Exchange["purpose"], path: string, limits = {}) => {
    const followed = await follow(client, origin, path, limits);
    replies.push(...followed.all);
    if (followed.via.length > 0) redirects.push(...followed.all.slice(0, 1));
    note(purpose, followed.reply, path, followed.via);
    return followed.all[0] ?? followed.reply;
  };
  const root = await get("root", target);
  const page = exchanges[0]?.via.length === 0 ? root : replies.at(-1);
  const missing = `/${context.random(16)}`;
  await ask("missing", { method: "GET", target: missing });
  await ask("head", { method: "HEAD", target });
  const options = await ask("options", { method: "OPTIONS", target });
  for (const path of declared.paths) await get("path", path);
  for (const path of declared.downloads) await get("download", path, { bodyBytes: startOfFile });
  for (const path of filesOf(page, origin)) await ask("static", { method: "GET", target: path });
  for (const reply of redirects.slice(0, 1)) note("redirect", reply, reply.request.target);
  await ask("again", { method: "GET", target: page?.request.target ?? target });
  await ask("malformed", malformed);
  // Where the endpoint's own address only redirects, the page that it leads to is looked at over HTTP/2, too.
  const pages = new Set([target, page?.request.target ?? target]);
  for (const reply of (await askOverHttp2(client.address, [...pages, missing], spending)) ?? []) {
    replies.push(reply);
    note(pages.has(reply.request.target) ? "root-http2" : "missing-http2", reply, reply.request.target);
  }
  return { exchanges, replies, root, options };
}
