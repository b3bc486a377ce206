import { describe, expect, test } from "vitest";
import { factsOf } from "../../../../test/bed/http-told.ts";
import { endpointSubject, probeContext } from "../../../../test/bed/observe.ts";
import { productServers } from "../../../../test/bed/products.ts";
import { testbedHas, testbedHasFile } from "../../../../test/bed/program.ts";
import http from "../probe.ts";

const isHere = ({ program, files }: (typeof productServers)[number]) =>
  testbedHas(program) && files.every(testbedHasFile);

describe.each(productServers)("$product as it came", (server) => {
  test.skipIf(!isHere(server))("is recognised, and so is everything that came with it", async () => {
    const started = await server.start();
    try {
      const told = await http.observe(endpointSubject({ url: `http://127.0.0.1:${started.port}/` }), probeContext());
      const { trials } = factsOf(told, "http-content");
      const shipped = trials.filter((it) => it.kind === "default-content" && it.finding === "proven");
      expect(shipped.map((it) => it.path).toSorted()).toEqual(server.shipped);
      expect(trials.filter((it) => it.kind !== "default-content" && it.finding === "proven")).toEqual([]);
      const answers = told.find((it) => it.fact === "http-answers");
      expect(answers && "facts" in answers && answers.products).toEqual([server.product]);
    } finally {
      await started.stop();
    }
  });
});
