import { describe, expect, test } from "vitest";
import { makeLeaf } from "../../test/bed/certificates.ts";
import { freePort } from "../../test/bed/free-port.ts";
import { expectWellTold, factsOf } from "../../test/bed/http-told.ts";
import { endpointSubject, probeContext } from "../../test/bed/observe.ts";
import { startPlainNginx } from "../../test/bed/plain-nginx.ts";
import { testbedHas, testbedHasFile } from "../../test/bed/program.ts";
import http from "./http/probe.ts";
import tls from "./tls/probe.ts";

/** There where the kernel has IPv6. */
const addresses = "/proc/net/if_inet6";

/** nginx with a page at `/` over TLS on `[::1]`, and on nothing else at that port. */
async function startOnIpv6() {
  const leaf = makeLeaf({ key: "ec-256", names: ["DNS:www.example.com", "IP:::1"] });
  const port = await freePort();
  const server = await startPlainNginx(`
    listen [::1]:${port} ssl;
    ssl_certificate ${leaf.chain};
    ssl_certificate_key ${leaf.key};
    ssl_protocols TLSv1.2 TLSv1.3;
    location = / { return 200 "Shop"; }
    location / { return 404; }`);
  return { port, trust: leaf.authority, stop: server.stop };
}

describe.skipIf(!testbedHas("nginx") || !testbedHas("openssl") || !testbedHasFile(addresses))(
  "an endpoint on [::1] is looked at",
  () => {
    test.each([
      ["by its address", (port: number) => ({ url: `https://[::1]:${port}/` })],
      [
        "by its name, connected to there",
        (port: number) => ({ url: `https://www.example.com:${port}/`, connect: "::1" }),
      ],
      [
        "by its name, connected to a port there",
        (port: number) => ({ url: "https://www.example.com/", connect: `[::1]:${port}` }),
      ],
    ])("%s", async (_how, declare) => {
      const server = await startOnIpv6();
      try {
        const subject = endpointSubject({ ...declare(server.port), trust: server.trust });
        const seen = await tls.observe(subject, probeContext({ maxConnections: 300 }));
        expect(seen.map((it) => JSON.stringify(it)).filter((it) => it.includes('"trouble":'))).toEqual([]);
        const protocols = seen.find((it) => it.fact === "tls-protocols");
        const versions = protocols && "facts" in protocols ? protocols.facts : undefined;
        expect(JSON.stringify(versions)).toContain('{"version":"TLSv1.3","offered":true}');
        expect(seen.find((it) => it.fact === "tls-certificates")).toMatchObject({
          facts: { chains: [{ nameMatches: true, trusted: true }] },
        });
        const told = await http.observe(subject, probeContext());
        expectWellTold(told);
        const first = factsOf(told, "http-answers").exchanges[0];
        expect(first).toMatchObject({ answer: { status: 200, bodyStart: "Shop" } });
        expect(factsOf(told, "http-content").trials.filter((it) => it.finding !== "absent")).toEqual([]);
      } finally {
        await server.stop();
      }
    });
  },
);
