import { withoutHttp } from "../../estate/without-http.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Provenance } from "../observation.ts";
import { type ProbeContext, probe, type Told } from "../probe.ts";
import { askAround } from "./answers.ts";
import { HttpClient, type Reply } from "./client.ts";
import { lookForContent } from "./content/look-for-content.ts";
import { tryHandlers } from "./handlers/try-handlers.ts";
import { tryMethods } from "./methods.ts";
import { lookAtPlain } from "./plain.ts";
import { productsOf } from "./product-traces.ts";
import { Spending } from "./spending.ts";

/** What was looked at for one kind of fact, and what that gave. */
type Seen<K extends HttpFact> = { readonly replies: readonly Reply[] } & (
  | { readonly facts: FactsOf<K> }
  | { readonly trouble: Trouble }
);

/** What was served may be a secret, whose plain hash would let others test guesses: with a key its hash is keyed. */
function provenanceOf(reply: Reply, fingerprint?: ProbeContext["fingerprint"]): Provenance {
  if (fingerprint === undefined || !("response" in reply)) return reply.provenance;
  return { ...reply.provenance, sha256: `hmac:${fingerprint(reply.response.body)}` };
}

const responsesOf = (replies: readonly Reply[]) => replies.flatMap((it) => ("response" in it ? [it.response] : []));

/** The trouble that all replies have; `undefined` where at least one is an answer. */
function commonTrouble(replies: readonly Reply[]): Trouble | undefined {
  const troubles = replies.flatMap((it) => ("trouble" in it ? [it.trouble] : []));
  return troubles.length === replies.length ? troubles[0] : undefined;
}

const kinds = ["http-answers", "http-methods", "http-plain", "http-content", "http-handlers"] as const;
type HttpFact = (typeof kinds)[number];

export default probe({
  id: "http",
  version: 2,
  subject: "endpoint",
  yields: kinds,
  needs: ["network"],
  ruledOut: withoutHttp,
  title: "Answers, methods, plain-HTTP twin, served content and handlers of a web endpoint",
  async observe(subject, context) {
    const { declared } = subject;
    const { wanted, random, fingerprint } = context;
    const spending = new Spending(context.budget, context.signal);
    const address = endpointAddress(declared.url, declared.connect);
    const client = new HttpClient(address, spending);
    try {
      const asked = await askAround(client, declared, context, spending);
      const products = [...productsOf(responsesOf(asked.replies))];
      const trouble = commonTrouble(asked.replies);
      const told: Told<HttpFact>[] = [];
      /** Tells one kind, by what was seen for it; where no answer came to anything, that trouble is told instead. */
      const tell = async <K extends HttpFact>(fact: K, look: () => Promise<Seen<K>>) => {
        if (!wanted.has(fact)) return;
        const seen: Seen<K> = trouble ? { replies: asked.replies, trouble } : await look();
        const none = "trouble" in seen ? seen.trouble : commonTrouble(seen.replies);
        const provenance = seen.replies.map((it) =>
          provenanceOf(it, fact === "http-content" ? fingerprint : undefined),
        );
        const what = none || !("facts" in seen) ? { trouble: none } : { facts: seen.facts };
        // The kind and its facts belong together, which the compiler can't follow through the type parameter.
        told.push({ fact, provenance, products, ...what } as Told<HttpFact>);
      };
      await tell("http-answers", async () => ({
        replies: asked.replies,
        facts: { url: declared.url, exchanges: [...asked.exchanges] },
      }));
      if (wanted.has("http-plain")) {
        const { replies, ...plain } = await lookAtPlain(declared, spending, fingerprint);
        const provenance = replies.map((it) => provenanceOf(it));
        told.push({ fact: "http-plain", provenance, products, ...plain });
      }
      await tell("http-methods", async () => {
        const { replies, facts } = await tryMethods(client, declared, asked, context);
        return { replies: [asked.root, asked.options, ...replies], facts };
      });
      await tell("http-handlers", () => tryHandlers(client, random));
      client.close();
      await tell("http-content", () => lookForContent({ url: declared.url, address, spending }, random));
      return told;
    } finally {
      client.close();
    }
  },
});
