import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Control } from "../src/controls/control.ts";
import { controls } from "../src/controls/registry.ts";
import crossOrigin from "../src/probes/cross-origin/probe.ts";
import http from "../src/probes/http/probe.ts";
import type { Outcome } from "../src/verdict/outcome.ts";
import { startCarelessApplication } from "./bed/careless-application.ts";
import { endpointSubject, probeContext } from "./bed/observe.ts";
import { testbedHas } from "./bed/program.ts";
import { type FrontProduct, fronts, startRemedied } from "./bed/remedied.ts";
import { judgeCase } from "./control-cases.ts";

const wanted = [
  ...["hsts", "hsts-on-https", "framing", "nosniff", "referrer-policy", "content-security-policy", "cache-control"],
  ...["content-type-charset", "cookie-attributes", "powered-by-headers", "server-header", "error-page-disclosure"],
  ...["trace-refused", "debug-refused", "undeclared-methods-refused", "connect-refused", "method-override-off"],
  "cross-origin-credentials",
];
const chosen = controls.filter(({ id }) => wanted.includes(id));

/** Faults that a server keeps from its application by itself, so that there is nothing to mend. */
const never: Readonly<Record<FrontProduct, readonly string[]>> = {
  nginx: ["connect-refused"],
  apache: [],
  haproxy: [],
  caddy: [],
};

let application: Awaited<ReturnType<typeof startCarelessApplication>>;
beforeAll(async () => {
  application = await startCarelessApplication();
});
afterAll(() => application?.stop());

/** What the controls say of the application behind a server; TLS is left to other tests, so the endpoint is judged as if. */
async function judged(product: FrontProduct, remedy: string, judging: readonly Control[]): Promise<readonly Outcome[]> {
  const server = await startRemedied(product, application.port, remedy);
  try {
    const subject = endpointSubject({ url: `http://127.0.0.1:${server.port}/` });
    const context = probeContext();
    const told = [...(await http.observe(subject, context)), ...(await crossOrigin.observe(subject, context))];
    return judging.map((control) => {
      const observed = Object.fromEntries(
        told.map((it) => [it.fact, "facts" in it ? { facts: it.facts } : { trouble: it.trouble }]),
      );
      return judgeCase(control, { why: "", observed, expect: { outcome: "holds" } });
    });
  } finally {
    await server.stop();
  }
}

const products = Object.keys(fronts) as FrontProduct[];

describe.each(products.filter((it) => testbedHas(fronts[it].program)))(
  "%s in front of a careless application",
  (product) => {
    const mendable = chosen.filter(({ remedy }) => remedy[product] !== undefined);

    test("has every fault that can be mended there", async () => {
      const outcomes = await judged(product, "", mendable);
      const fine = mendable.filter((_, at) => outcomes[at]?.outcome !== "fails").map(({ id }) => id);
      expect(fine).toEqual(never[product]);
    });

    test.each(mendable.map((it) => [it.id, it] as const))("holds %s once its remedy is applied", async (_, control) => {
      const [outcome] = await judged(product, control.remedy[product] ?? "", [control]);
      expect(outcome).toMatchObject({ outcome: "holds" });
    });
  },
);
