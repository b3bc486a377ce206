import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Control } from "../../src/controls/control.ts";
import crossOrigin from "../../src/probes/cross-origin/probe.ts";
import http from "../../src/probes/http/probe.ts";
import type { Outcome } from "../../src/verdict/outcome.ts";
import { startCarelessApplication } from "../bed/careless-application.ts";
import { endpointSubject, probeContext } from "../bed/observe.ts";
import { testbedHas } from "../bed/program.ts";
import { type FrontProduct, fronts, startRemedied } from "../bed/remedied.ts";
import { judgeCase } from "../control-cases.ts";
import { applied, faultless, frontProducts } from "./applied.ts";

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

describe.each(frontProducts.filter((it) => testbedHas(fronts[it].program)))(
  "%s in front of a careless application",
  (product) => {
    test("has every fault that can be mended there", async () => {
      const outcomes = await judged(product, "", applied.answers);
      const fine = applied.answers.filter((_, at) => outcomes[at]?.outcome !== "fails").map(({ id }) => id);
      expect(fine).toEqual(applied.answers.map(({ id }) => id).filter((id) => faultless[id]?.[product] !== undefined));
    });

    test.each(applied.answers.map((it) => [it.id, it] as const))(
      "holds %s once its remedy is applied",
      async (_, control) => {
        const [outcome] = await judged(product, control.remedy[product] ?? "", [control]);
        expect(outcome).toMatchObject({ outcome: "holds" });
      },
    );
  },
);
