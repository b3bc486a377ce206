import { describe, expect, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { freePort } from "../../../test/bed/free-port.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import { startPlainNginx } from "../../../test/bed/plain-nginx.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import type { FactsOf } from "../fact-kinds.ts";
import probe from "./probe.ts";

const modern = `ssl_protocols TLSv1.2 TLSv1.3;
  ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;`;
const legacy = `ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
  ssl_ciphers ALL:@SECLEVEL=0;`;

async function connectionsTo(host: string, settings: string): Promise<number> {
  const leaf = makeLeaf({ key: "rsa-2048", names: ["DNS:www.example.com", "IP:127.0.0.1"] });
  const port = await freePort();
  const server = await startPlainNginx(`listen 127.0.0.1:${port} ssl;
  ssl_certificate ${leaf.chain};
  ssl_certificate_key ${leaf.key};
  ${settings}`);
  const subject = endpointSubject({ url: `https://${host}:${port}/`, connect: "127.0.0.1" });
  const told = await probe.observe(subject, probeContext({ maxConnections: 200 }));
  await server.stop();
  const facts = told.flatMap((it) => ("facts" in it ? [it] : []));
  expect(facts.length).toBe(told.length);
  const protocols = facts.find((it) => it.fact === "tls-protocols")?.facts as FactsOf<"tls-protocols">;
  return protocols.connections;
}

/** Fewer than the script of nmap makes, which lists suites only. */
describe.skipIf(!testbedHas("nginx"))("a server is connected to", () => {
  test.each(["www.example.com", "127.0.0.1"])("less than 40 times where it is modern, as %s", async (host) =>
    expect(await connectionsTo(host, modern)).toBeLessThan(40),
  );

  test.each(["www.example.com", "127.0.0.1"])("less than 88 times where it has all that is old, as %s", async (host) =>
    expect(await connectionsTo(host, legacy)).toBeLessThan(88),
  );
});
