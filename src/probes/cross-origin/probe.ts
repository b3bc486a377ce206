import type { z } from "zod";
import { withoutHttp } from "../../estate/without-http.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import { targetOf } from "../http/answers.ts";
import { HttpClient, type Reply } from "../http/client.ts";
import { productsOf } from "../http/product-traces.ts";
import { headerValues } from "../http/response-head.ts";
import { Spending } from "../http/spending.ts";
import { probe } from "../probe.ts";
import type { crossOriginTrialSchema } from "./facts.ts";
import { foreignOrigins } from "./origins.ts";

type Trial = z.output<typeof crossOriginTrialSchema>;

/** The endpoint's own page and so many of the declared paths. */
const mostTargets = 4;

function trialOf(kind: Trial["kind"], origin: string, reply: Reply): Trial {
  const head = { kind, target: reply.request.target };
  if (!("response" in reply)) return { ...head, allowed: false, credentials: false, trouble: reply.trouble };
  const values = (name: string) => headerValues(reply.response, name).map((it) => it.trim());
  return {
    ...head,
    status: reply.response.status,
    // Browsers compare byte by byte, and refuse two values (Fetch, CORS check).
    allowed: values("access-control-allow-origin").join() === origin,
    credentials: values("access-control-allow-credentials").join() === "true",
  };
}

export default probe({
  id: "cross-origin",
  version: 1,
  subject: "endpoint",
  yields: ["http-cors"],
  needs: ["network"],
  ruledOut: withoutHttp,
  title: "Which other origins an endpoint lets read its answers",
  async observe({ declared }, context) {
    const client = new HttpClient(
      endpointAddress(declared.url, declared.connect),
      new Spending(context.budget, context.signal),
    );
    try {
      const trials: Trial[] = [];
      const replies: Reply[] = [];
      const targets = [...new Set([targetOf(declared.url), ...declared.paths])].slice(0, mostTargets);
      for (const [kind, origin] of foreignOrigins(declared.url, context.random(12)))
        for (const target of targets) {
          const reply = await client.ask({ method: "GET", target, headers: [["Origin", origin]] });
          replies.push(reply);
          trials.push(trialOf(kind, origin, reply));
        }
      const responses = replies.flatMap((it) => ("response" in it ? [it.response] : []));
      const trouble = replies.flatMap((it) => ("trouble" in it ? [it.trouble] : []))[0];
      const told = responses.length === 0 && trouble ? { trouble } : { facts: { url: declared.url, trials } };
      const provenance = replies.map((it) => it.provenance);
      return [{ fact: "http-cors", provenance, products: [...productsOf(responses)], ...told }];
    } finally {
      client.close();
    }
  },
});
