import { endpointAddress } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { Provenance } from "../observation.ts";
import { type ProbeContext, probe } from "../probe.ts";
import { askAround } from "./answers.ts";
import { HttpClient, type Reply } from "./client.ts";
import { lookForContent } from "./content/look-for-content.ts";
import { tryHandlers } from "./handlers/try-handlers.ts";
import { tryMethods } from "./methods.ts";
import { lookAtPlain } from "./plain.ts";
import { productsOf } from "./product-traces.ts";
import { Spending } from "./spending.ts";

const provenanceOf = (replies: readonly Reply[]): readonly Provenance[] => replies.map((it) => it.provenance);
const responsesOf = (replies: readonly Reply[]) => replies.flatMap((it) => ("response" in it ? [it.response] : []));

/** What was served may be a secret, whose plain hash would let others test guesses: its hash is keyed. */
function keyedProvenance(replies: readonly Reply[], fingerprint: ProbeContext["fingerprint"]): readonly Provenance[] {
  return replies.map((it) =>
    "response" in it ? { ...it.provenance, sha256: `hmac:${fingerprint(it.response.body)}` } : it.provenance,
  );
}

/** The trouble that all replies have; `undefined` where at least one is an answer. */
function commonTrouble(replies: readonly Reply[]): Trouble | undefined {
  const troubles = replies.flatMap((it) => ("trouble" in it ? [it.trouble] : []));
  return troubles.length === replies.length ? troubles[0] : undefined;
}

export default probe({
  id: "http",
  version: 2,
  subject: "endpoint",
  yields: ["http-answers", "http-methods", "http-plain", "http-content", "http-handlers"],
  needs: ["network"],
  title: "Answers, methods, plain-HTTP twin, served content and handlers of a web endpoint",
  async observe(subject, context) {
    const { declared } = subject;
    const spending = new Spending(context.budget, context.signal);
    const address = endpointAddress(declared.url, declared.connect);
    const client = new HttpClient(address, spending);
    try {
      const asked = await askAround(client, declared, context, spending);
      const products = [...productsOf(responsesOf(asked.replies))];
      const plain = await lookAtPlain(declared, spending, context.fingerprint);
      const plainTold = {
        fact: "http-plain" as const,
        provenance: provenanceOf(plain.replies),
        products,
        ...("facts" in plain ? { facts: plain.facts } : { trouble: plain.trouble }),
      };
      const trouble = commonTrouble(asked.replies);
      if (trouble) {
        const provenance = provenanceOf(asked.replies);
        return [
          { fact: "http-answers", provenance, products, trouble },
          { fact: "http-methods", provenance, products, trouble },
          { fact: "http-content", provenance, products, trouble },
          { fact: "http-handlers", provenance, products, trouble },
          plainTold,
        ];
      }
      const methods = await tryMethods(client, declared, asked, context);
      const handlers = await tryHandlers(client, context.random);
      const handlersTrouble = commonTrouble(handlers.replies);
      client.close();
      const looked = await lookForContent({ url: declared.url, address, spending }, context.random);
      const methodsTrouble = commonTrouble(methods.replies);
      const contentTrouble = commonTrouble(looked.replies);
      return [
        {
          fact: "http-answers",
          provenance: provenanceOf(asked.replies),
          products,
          facts: { url: declared.url, exchanges: [...asked.exchanges] },
        },
        {
          fact: "http-methods",
          provenance: provenanceOf([asked.root, asked.options, ...methods.replies]),
          products,
          ...(methodsTrouble ? { trouble: methodsTrouble } : { facts: methods.facts }),
        },
        plainTold,
        {
          fact: "http-content",
          provenance: keyedProvenance(looked.replies, context.fingerprint),
          products,
          ...(contentTrouble ? { trouble: contentTrouble } : { facts: looked.facts }),
        },
        {
          fact: "http-handlers",
          provenance: provenanceOf(handlers.replies),
          products,
          ...(handlersTrouble ? { trouble: handlersTrouble } : { facts: handlers.facts }),
        },
      ];
    } finally {
      client.close();
    }
  },
});
