import { createHash } from "node:crypto";
import type { ScimRosterDeclaration } from "../../estate/schema.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { authoritiesOf, passwordOf } from "../database/credentials.ts";
import type { Provenance } from "../observation.ts";
import type { ProbeContext } from "../probe.ts";
import type { RosterPerson } from "./facts.ts";
import { get } from "./https-get.ts";
import { isLoopback } from "./loopback.ts";
import { scimPageSchema, scimPerson, scimUserSchema } from "./scim-person.ts";
import { mostPeople, type Told } from "./source.ts";

const pageSize = 100;
const wanted = "userName,displayName,name,active,emails,roles,groups,meta";

/** The users of an identity provider by SCIM 2.0 (RFC 7644), page by page. @throws TroubleError */
export async function scimPeople(declared: ScimRosterDeclaration, context: ProbeContext): Promise<Told> {
  const base = new URL(declared.url);
  if (base.protocol === "http:" && !isLoopback(base.hostname))
    throw new TroubleError({
      kind: "denied",
      message: `${base.host} was not asked: the token and who belongs here would cross the network in clear text`,
      wouldVerify: "use https://",
    });
  const authorities = await authoritiesOf(declared);
  const token = await passwordOf({ password: declared.token });
  const headers = {
    accept: "application/scim+json, application/json",
    "user-agent": "Holdfast",
    ...(token !== undefined && { authorization: `Bearer ${token.reveal()}` }),
  };
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(context.budget.timeoutMs)]);
  const provenance: Provenance[] = [];
  // By the server's own id: one that gives the same page again and again has not told of everybody.
  const people = new Map<string, RosterPerson>();
  const counts = { total: 0, taken: 0, unread: 0, silent: 0 };
  let left = context.budget.maxBytes;
  for (;;) {
    const at = new URL(`${base.href.replace(/\/$/, "")}/Users`);
    at.search = new URLSearchParams({
      startIndex: `${counts.taken + 1}`,
      count: `${pageSize}`,
      attributes: wanted,
    }).toString();
    const { status, body } = await get(at, { signal, maxBytes: left, headers, authorities });
    left -= body.length;
    const sha256 = createHash("sha256").update(body).digest("hex");
    provenance.push({ request: `GET ${at.pathname}${at.search}`, status, bytes: body.length, sha256 });
    const page = pageOf(status, body, at);
    counts.total = page.totalResults;
    const known = people.size + counts.unread;
    for (const resource of page.Resources) {
      const user = scimUserSchema.safeParse(resource);
      if (!user.success) counts.unread += 1;
      else {
        if (user.data.active === undefined) counts.silent += 1;
        people.set(user.data.id ?? user.data.userName, scimPerson(user.data));
      }
    }
    counts.taken += page.Resources.length;
    // A server may give fewer than asked for, and goes on with the next; one that gives nobody new has no more to give.
    if (people.size + counts.unread === known || counts.taken >= page.totalResults) break;
    if (counts.taken > mostPeople) throw new TroubleError(tooMany(base));
  }
  return {
    people: [...people.values()],
    source: { kind: "scim", place: base.href, people: people.size, asOf: context.now().toISOString() },
    unseen: unseen(base.host, { ...counts, told: people.size + counts.unread }, declared.leaversRemoved),
    provenance,
  };
}

function pageOf(status: number, body: Buffer, { host, pathname }: URL) {
  if (status === 401 || status === 403)
    throw new TroubleError({
      kind: "denied",
      message: `${host} answers ${status}`,
      wouldVerify: "a token that may read the users",
    });
  if (status !== 200)
    throw new TroubleError({
      kind: "unsupported",
      message: `${host} answers GET ${pathname} with ${status}`,
      wouldVerify: "the base URL of its SCIM 2.0 API",
    });
  const page = scimPageSchema.safeParse(parsed(body));
  if (!page.success)
    throw new TroubleError({
      kind: "unparsable",
      message: `${host} answers with no list of SCIM 2.0`,
      wouldVerify: "the base URL of its SCIM 2.0 API",
      excerpt: body.toString("utf8", 0, 200),
    });
  return { ...page.data, Resources: page.data.Resources ?? [] };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function tooMany({ host }: URL): Trouble {
  return { kind: "budget", message: `${host} has more than ${mostPeople} users`, wouldVerify: "look by hand" };
}

function unseen(
  host: string,
  {
    total,
    told,
    unread,
    silent,
  }: { readonly total: number; readonly told: number; readonly unread: number; readonly silent: number },
  leaversRemoved: boolean,
): Told["unseen"] {
  const gap = (reason: string, wouldVerify: string) => ({ reason: `${host}: ${reason}`, wouldVerify });
  return [
    ...(total === 0 ? [gap("it has no users that may be read", "a token that may read the users")] : []),
    ...(told < total ? [gap(`it gave ${told} of ${total} users`, "a token that may read all users")] : []),
    ...(unread > 0 ? [gap(`${unread} of its entries are no users`, "look at them by hand")] : []),
    ...(silent > 0 && !leaversRemoved
      ? [gap(`${silent} users do not tell whether they are active`, "let it tell `active`, or set leaversRemoved")]
      : []),
  ];
}
