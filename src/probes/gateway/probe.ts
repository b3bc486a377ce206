import { withoutHttp } from "../../estate/without-http.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import { targetOf } from "../http/answers.ts";
import { HttpClient } from "../http/client.ts";
import { productsOf } from "../http/product-traces.ts";
import { Spending } from "../http/spending.ts";
import { probe } from "../probe.ts";
import { tryFirewall } from "./firewall.ts";
import { type Looked, lookAtOrigin } from "./origin.ts";

/** What is told of a look besides its kind. */
function toldOf<F>(looked: Looked<F>) {
  const responses = looked.replies.flatMap((it) => ("response" in it ? [it.response] : []));
  const head = { provenance: looked.replies.map((it) => it.provenance), products: [...productsOf(responses)] };
  return "facts" in looked ? { ...head, facts: looked.facts } : { ...head, trouble: looked.trouble };
}

export default probe({
  id: "gateway",
  version: 1,
  subject: "endpoint",
  yields: ["http-origin", "http-firewall"],
  needs: ["network"],
  ruledOut: withoutHttp,
  title: "Whether an application is reached past its proxy, and what its firewall blocks",
  async observe({ declared }, context) {
    const spending = new Spending(context.budget, context.signal);
    const client = new HttpClient(endpointAddress(declared.url, declared.connect), spending);
    try {
      const own = await client.ask({ method: "GET", target: targetOf(declared.url) });
      return [
        { fact: "http-origin", ...toldOf(await lookAtOrigin(declared, own, spending)) },
        { fact: "http-firewall", ...toldOf(await tryFirewall(client, declared, context.random)) },
      ];
    } finally {
      client.close();
    }
  },
});
