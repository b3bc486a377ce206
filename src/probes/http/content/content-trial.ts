import type { z } from "zod";
import type { Trouble } from "../../../transports/trouble.ts";
import { bodyBytes, codingTrouble } from "../body-text.ts";
import type { contentTrialSchema } from "../facts.ts";
import { headerValues } from "../response-head.ts";
import type { ParsedResponse } from "../response-parser.ts";
import { samePage, similarity } from "../similarity.ts";
import type { ContentProof, Served } from "./content-proof.ts";
import { busyTrouble, type PoliteAsker } from "./politeness.ts";
import { neighbourOf, siblingOf } from "./sibling.ts";

export type ContentTrial = z.output<typeof contentTrialSchema>;

/** As much of a body as is looked at. */
const maxBody = 16 * 1024;

function servedOf(response: ParsedResponse): Served {
  const bytes = bodyBytes(response).subarray(0, maxBody);
  const [type = ""] = headerValues(response, "content-type");
  return {
    status: response.status,
    bytes,
    text: bytes.toString("utf8"),
    type: (type.split(";")[0] ?? "").trim().toLowerCase(),
    header: (name) => headerValues(response, name),
  };
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

/** What the format says of an answer; `undefined` where its status or its content is another. */
function proofOf(proof: ContentProof, response: ParsedResponse): string | undefined {
  const statuses = proof.statuses ?? [200, 206];
  return statuses.includes(response.status) ? proof.prove(servedOf(response)) : undefined;
}

function samePages(one: ParsedResponse, path: string, other: ParsedResponse, sibling: string): boolean {
  if (one.status !== other.status) return false;
  const body = (it: ParsedResponse) => servedOf(it).text;
  return similarity({ body: body(one), target: path }, { body: body(other), target: sibling }) >= samePage;
}

/** Looks at one thing after the other; each is only `proven` by its format, and where random names beside it are not. */
export class ContentTrials {
  readonly #asker: PoliteAsker;
  readonly #salt: string;
  readonly #origin: string;

  constructor(asker: PoliteAsker, salt: string, origin: string) {
    this.#asker = asker;
    this.#salt = salt;
    this.#origin = origin;
  }

  async of(proof: ContentProof): Promise<ContentTrial> {
    const { id, kind, path } = proof;
    const reply = await this.#asker.get(path, proof);
    if ("trouble" in reply) return { id, kind, path, trouble: reply.trouble };
    const { response } = reply;
    const head = { id, kind, path, status: response.status };
    const proven = proofOf(proof, response);
    if (proven !== undefined) {
      const doubt = await this.#doubt(proof, response);
      if (doubt === undefined) return { ...head, finding: "proven", proof: proven };
      return typeof doubt === "string" ? { ...head, finding: "absent" } : { ...head, trouble: doubt };
    }
    const busy = busyTrouble(response.status, path);
    if (busy) return { ...head, trouble: busy };
    if (response.status === 200 || response.status === 206) {
      // A stream that only one byte was wanted of did not break off.
      const unseen = codingTrouble(response) ?? (proof.bodyBytes === undefined ? cutOff(response, path) : undefined);
      return unseen ? { ...head, trouble: unseen } : { ...head, finding: "absent" };
    }
    const elsewhere = movedTo(response, path, this.#origin);
    // A server adds the slash to the name of a folder: that is the same place.
    if (elsewhere === `${path}/` && !path.endsWith("/")) return this.of({ ...proof, path: elsewhere });
    if (elsewhere !== undefined) {
      const message = `${path} answered ${response.status} and sends on to ${elsewhere}, which was not looked at`;
      const wouldVerify = `declare ${elsewhere} as an endpoint of its own, or look there by hand`;
      return { ...head, trouble: { kind: "unsupported", message, wouldVerify } };
    }
    const guarded = [401, 403].includes(response.status) && (await this.#isMissing(siblingOf(path, this.#salt)));
    return { ...head, finding: guarded ? "protected" : "absent" };
  }

  async #isMissing(path: string | undefined): Promise<boolean> {
    if (path === undefined) return false;
    // Where every name with a dot is refused, one question answers for all of them.
    if (path.startsWith("/.")) {
      const any = await this.#asker.get(`/.${this.#salt}`, { doubt: true });
      if ("response" in any && [401, 403].includes(any.response.status)) return false;
    }
    const reply = await this.#asker.get(path, { doubt: true });
    return "response" in reply && reply.response.status === 404;
  }

  /** Why a thing with the right format may not be that thing: a random name beside it shows the same; or can't be told. */
  async #doubt(proof: ContentProof, response: ParsedResponse): Promise<string | Trouble | undefined> {
    const { path } = proof;
    const beside = [siblingOf(path, this.#salt), neighbourOf(path, this.#salt)];
    let suspicious = false;
    for (const sibling of beside) {
      if (sibling === undefined || path === `/${this.#salt}`) continue;
      const reply = await this.#asker.get(sibling, { ...proof, doubt: true });
      if ("trouble" in reply) {
        // Without an answer beside it, only a site that does not answer everything can be believed.
        if (await this.#answersEverything()) return reply.trouble;
        continue;
      }
      if (proofOf(proof, reply.response) !== undefined) return `${sibling} shows the same`;
      if (samePages(response, path, reply.response, sibling)) return `${sibling} is the same page`;
      suspicious ||= reply.response.status === response.status;
    }
    if (!suspicious) return undefined;
    const again = await this.#asker.get(`${path}${path.includes("?") ? "&" : "?"}${this.#salt}`, proof);
    if ("trouble" in again) return again.trouble;
    return proofOf(proof, again.response) === undefined ? "it is not there again" : undefined;
  }

  async #answersEverything(): Promise<boolean> {
    const reply = await this.#asker.get(`/${this.#salt}`);
    return !("response" in reply) || reply.response.status === 200;
  }
}
