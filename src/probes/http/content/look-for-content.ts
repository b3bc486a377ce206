import type { z } from "zod";
import type { EndpointAddress } from "../../../transports/endpoint-address.ts";
import type { Trouble } from "../../../transports/trouble.ts";
import type { ProbeContext } from "../../probe.ts";
import { bodyText } from "../body-text.ts";
import type { Reply } from "../client.ts";
import { ClientPool } from "../client-pool.ts";
import type { httpContentSchema } from "../facts.ts";
import type { Spending } from "../spending.ts";
import { contentListOf } from "./content-list.ts";
import { type ContentTrial, ContentTrials } from "./content-trial.ts";
import { PoliteAsker } from "./politeness.ts";

/** What the search may take from a server. */
export const mostRequests = 250;
export const mostConnections = 4;

export interface Looked {
  readonly facts: z.output<typeof httpContentSchema>;
  readonly replies: readonly Reply[];
}

/**
 * Looks for things that should not be served at the endpoint of that URL; each is only `proven` by the format of what
 * came back. At most 250 requests over four connections at a time, each kept where the server allows.
 */
export async function lookForContent(
  at: { readonly url: string; readonly address: EndpointAddress; readonly spending: Spending },
  random: ProbeContext["random"],
): Promise<Looked> {
  const before = at.spending.connections;
  const pool = new ClientPool(at.address, at.spending, mostConnections);
  try {
    const asker = new PoliteAsker(pool, mostRequests);
    const salt = random(16);
    const nowhere = `/${salt}`;
    const anything = await asker.get(nowhere);
    const root = await asker.get("/");
    const page = "response" in root ? bodyText(root.response) : "";
    const list = contentListOf(at.url, { page, nowhere });
    const looking = new ContentTrials(asker, salt, new URL(at.url).origin);
    const seen = new Map<string, ContentTrial>();
    const look = async (some: typeof list) => {
      for (const it of await Promise.all(some.map((proof) => looking.of(proof)))) seen.set(it.id, it);
    };
    await look(list.filter((it) => it.after === undefined));
    const there = (id: string) => ["proven", "protected"].includes(seen.get(id)?.finding ?? "");
    await look(list.filter((it) => it.after?.some(there)));
    const late = await asker.get(`/${random(15)}`, { last: true });
    const trials = list
      .flatMap((it) => seen.get(it.id) ?? [])
      .map((it) => believed(it, turnedAway({ anything, root, late })));
    const spent = { requests: asker.requests, connections: at.spending.connections - before };
    const answersEverything = "response" in anything && anything.response.status === 200;
    return { facts: { trials, answersEverything, spent }, replies: await asker.replies() };
  } finally {
    pool.close();
  }
}

type Answered = Awaited<ReturnType<PoliteAsker["get"]>>;

/**
 * The status with which a server turns us away, whatever we ask: since a firewall took notice, or from the start.
 * Servers that refuse what isn't there, but show their own page, are not meant.
 */
function turnedAway(it: { readonly anything: Answered; readonly root: Answered; readonly late: Answered }) {
  const [early, root, late] = [it.anything, it.root, it.late].map((one) =>
    "response" in one ? one.response.status : undefined,
  );
  if (late === undefined || ![401, 403, 406].includes(late)) return undefined;
  // A password that everybody is asked for keeps everybody out; what is forbidden may be forbidden to us alone.
  const all = early !== late || (root === late && late === 403);
  return early !== undefined && all ? late : undefined;
}

/** A refusal by a server that by then refused us everything says nothing of the thing. */
function believed(trial: ContentTrial, refusal: number | undefined): ContentTrial {
  if (refusal === undefined || trial.status !== refusal || trial.finding === "proven") return trial;
  const { finding: _, ...rest } = trial;
  const trouble: Trouble = {
    kind: "denied",
    message: `${trial.path} answered ${refusal}, and so does every other path: this machine is kept out`,
    wouldVerify: "let this machine in at the firewall or proxy in front, and observe again",
  };
  return { ...rest, trouble };
}
