import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import gateway from "../../src/probes/gateway/probe.ts";
import { makeLeaf } from "../bed/certificates.ts";
import { endpointSubject, probeContext } from "../bed/observe.ts";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { startTlsFront, tlsFronts } from "../bed/tls-front.ts";
import { judgeCase } from "../control-cases.ts";
import { applied, frontProducts } from "./applied.ts";
import { mended } from "./mended.ts";

/** The address from which the proxy asks; whoever looks past it asks from 127.0.0.1. */
const proxyAddress = "127.0.0.2";

/** A proxy in front of the server at that port. */
async function startProxy(port: number) {
  const server = createServer((asked, answer) => {
    const options = { port, host: "127.0.0.1", localAddress: proxyAddress, rejectUnauthorized: false, agent: false };
    const headers = { host: asked.headers.host ?? "" };
    request({ ...options, path: asked.url, headers, servername: "shop.example.com" }, (it) => {
      answer.writeHead(it.statusCode ?? 502, { "content-type": it.headers["content-type"] ?? "text/html" });
      it.pipe(answer);
    })
      .on("error", () => answer.destroy())
      .end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

describe.each(frontProducts.filter((it) => testbedHas(tlsFronts[it].program) && testbedHas("openssl")))(
  "%s behind a proxy",
  (product) => {
    const outcomesWith = async (settings: readonly string[]) => {
      const server = await startTlsFront(product, settings);
      const proxy = await startProxy(server.port);
      const url = `http://shop.example.com:${proxy.port}/`;
      const origin = `127.0.0.1:${server.port}`;
      const declared = { url, connect: "127.0.0.1", origin, seenFromOutside: true };
      const told = (await gateway.observe(endpointSubject(declared), probeContext())).find(
        (it) => it.fact === "http-origin",
      );
      proxy.stop();
      await server.stop();
      if (told === undefined || !("facts" in told)) throw new Error(JSON.stringify(told));
      const observed = { "http-origin": { facts: told.facts } };
      return applied.origins.map((it) => judgeCase(it, { why: "", declared, observed, expect: { outcome: "holds" } }));
    };

    test("can be reached past it, and by the remedies only through it", async () => {
      const leaf = makeLeaf({ key: "ec-256", names: ["DNS:shop.example.com"] });
      const whole = join(runFolder("whole"), "whole.pem");
      writeFileSync(whole, readFileSync(leaf.chain, "utf8") + readFileSync(leaf.key, "utf8"));
      const bad = tlsFronts[product].certificate(product === "haproxy" ? { ...leaf, chain: whole } : leaf);
      expect(await outcomesWith(bad)).toMatchObject(applied.origins.map(() => ({ outcome: "fails" })));
      for (const [at, { remedy }] of applied.origins.entries()) {
        const settings = mended(bad, (remedy[product] ?? "").replaceAll("192.0.2.10", proxyAddress));
        expect((await outcomesWith(settings))[at]).toMatchObject({ outcome: "holds" });
      }
    });
  },
);
