import type { z } from "zod";
import type { Trouble } from "../../../transports/trouble.ts";
import type { ProbeContext } from "../../probe.ts";
import { bodyBytes, codingTrouble } from "../body-text.ts";
import type { HttpClient, Reply } from "../client.ts";
import type { contentTrialSchema, httpContentSchema } from "../facts.ts";
import { headerValues } from "../response-head.ts";
import type { ParsedResponse } from "../response-parser.ts";
import { archives } from "./archives.ts";
import type { ContentProof } from "./content-proof.ts";
import { defaultPages } from "./default-pages.ts";
import { editorFolders } from "./editor-folders.ts";
import { environmentFiles } from "./environment-files.ts";
import { manifests } from "./manifests.ts";
import { siblingOf } from "./sibling.ts";
import { statusPages } from "./status-pages.ts";
import { versionControl } from "./version-control.ts";

type ContentTrial = z.output<typeof contentTrialSchema>;

export const contentProofs: readonly ContentProof[] = [
  ...defaultPages,
  ...versionControl,
  ...environmentFiles,
  ...editorFolders,
  ...manifests,
  ...archives,
  ...statusPages,
];

const maxBody = 16 * 1024;
const busy = (status: number) => status === 408 || status === 429 || status >= 500;

export interface Looked {
  readonly facts: z.output<typeof httpContentSchema>;
  readonly replies: readonly Reply[];
}

/** Looks for things that should not be served; each is only `proven` by the format of what came back. */
export async function lookForContent(client: HttpClient, random: ProbeContext["random"]): Promise<Looked> {
  const replies = new Map<string, Reply>();
  const get = async (path: string, firstBytes?: number): Promise<Reply> => {
    const before = replies.get(path);
    if (before) return before;
    const range = firstBytes === undefined ? [] : [["Range", `bytes=0-${firstBytes - 1}`] as const];
    const reply = await client.ask({ method: "GET", target: path, headers: range, bodyBytes: maxBody });
    replies.set(path, reply);
    return reply;
  };
  const salt = random(16);
  const origin = `${client.address.scheme}://${client.address.hostHeader}`;
  const anything = await get(`/${salt}`);
  const trials: ContentTrial[] = [];
  for (const proof of contentProofs) {
    const reply = await get(proof.path, proof.firstBytes);
    const sibling = siblingOf(proof.path, salt);
    const guarded = "response" in reply && [401, 403].includes(reply.response.status) && sibling !== undefined;
    trials.push(trialOf(proof, reply, guarded ? await get(sibling) : undefined, origin));
  }
  const answersEverything = "response" in anything && anything.response.status === 200;
  const afterwards = await get(`/${random(16)}`);
  const own = trials.some(({ path, status }) => path === "/" && status !== 403);
  const barred = isBarred(afterwards) && !(own && isBarred(anything));
  const told = barred ? trials.map((it) => (it.status === 403 ? unseen(it) : it)) : trials;
  return { facts: { trials: told, answersEverything }, replies: [...replies.values()] };
}

/** Whether even a path that nobody knows is forbidden. */
function isBarred(reply: Reply): boolean {
  return "response" in reply && reply.response.status === 403;
}

/**
 * Where everything is forbidden, from the start or since a firewall took notice, a refusal says nothing of the thing.
 * Servers that forbid what isn't there, but show their own page, are not meant.
 */
function unseen({ id, kind, path, status }: ContentTrial): ContentTrial {
  const message = `${path} answered 403, and so does every other path: this machine is kept out`;
  const wouldVerify = "let this machine in at the firewall or proxy in front, and observe again";
  return { id, kind, path, status, trouble: { kind: "denied", message, wouldVerify } };
}

/** The trouble of a body that broke off before as much of it came as is looked at. */
function cutOff(response: ParsedResponse, path: string): Trouble | undefined {
  if (response.bodyComplete || response.body.length >= maxBody) return undefined;
  return { kind: "unparsable", message: `the answer to ${path} broke off`, wouldVerify: "let the server answer whole" };
}

/** Where the same thing is said to lie under another folder of the endpoint; a redirect to a login is none of that. */
function movedTo(response: ParsedResponse, path: string, origin: string): string | undefined {
  const [location] = response.status >= 300 && response.status < 400 ? headerValues(response, "location") : [];
  const there = location === undefined ? undefined : URL.parse(location, origin);
  if (!there || there.origin !== URL.parse(origin)?.origin || path === "/" || there.pathname === path) return undefined;
  return [path, `${path}/`].some((it) => there.pathname.endsWith(it)) ? there.pathname : undefined;
}

/** What one answer says of one thing; `sibling` is the answer beside it where it was refused. */
function trialOf(proof: ContentProof, reply: Reply, sibling: Reply | undefined, origin: string): ContentTrial {
  const { id, kind, path } = proof;
  if ("trouble" in reply) return { id, kind, path, trouble: reply.trouble };
  const { status } = reply.response;
  if (busy(status))
    return {
      ...{ id, kind, path, status },
      trouble: {
        kind: "refused",
        message: `${path} answered ${status}`,
        wouldVerify: "try again when it is less busy",
      },
    };
  if (status === 200 || status === 206) {
    const bytes = bodyBytes(reply.response).subarray(0, maxBody);
    const proven = proof.prove({ status, bytes, text: bytes.toString("utf8") });
    if (proven !== undefined) return { id, kind, path, status, finding: "proven", proof: proven };
    const unseen = codingTrouble(reply.response) ?? cutOff(reply.response, path);
    if (unseen) return { id, kind, path, status, trouble: unseen };
    return { id, kind, path, status, finding: "absent" };
  }
  const elsewhere = movedTo(reply.response, path, origin);
  if (elsewhere !== undefined) {
    const message = `${path} answered ${status} and sends on to ${elsewhere}, which was not looked at`;
    const wouldVerify = `declare ${elsewhere} as an endpoint of its own, or look there by hand`;
    return { id, kind, path, status, trouble: { kind: "unsupported", message, wouldVerify } };
  }
  const hidden = sibling !== undefined && "response" in sibling && sibling.response.status === 404;
  return { id, kind, path, status, finding: hidden ? "protected" : "absent" };
}
