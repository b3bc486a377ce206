import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { describe, expect, test } from "vitest";
import { type LeafWish, makeLeaf } from "../../../test/bed/certificates.ts";
import { freePort } from "../../../test/bed/free-port.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { startMutualTlsServer, startTlsServer } from "../../../test/bed/tls-server.ts";
import { versionOf, webServers } from "../../../test/bed/web-servers.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { factSchemas } from "../fact-kinds.ts";
import type { Budget } from "../probe.ts";
import tlsBasic from "./probe.ts";

interface Seen {
  readonly protocols: FactsOf<"tls-protocols"> | undefined;
  readonly certificate: FactsOf<"tls-certificate"> | undefined;
  readonly troubles: readonly string[];
}

async function look(
  port: number,
  more: { name?: string; trust?: string; budget?: Partial<Budget> } = {},
): Promise<Seen> {
  const url = `https://${more.name ?? "www.example.com"}:${port}/`;
  const subject = endpointSubject({
    url,
    connect: "127.0.0.1",
    ...(more.trust !== undefined && { trust: more.trust }),
  });
  const told = await tlsBasic.observe(subject, probeContext(more.budget));
  expect(told.map((it) => it.fact)).toEqual(["tls-protocols", "tls-certificate"]);
  let protocols: Seen["protocols"];
  let certificate: Seen["certificate"];
  for (const it of told) {
    if (!("facts" in it)) continue;
    if (it.fact === "tls-protocols") protocols = factSchemas["tls-protocols"].parse(it.facts);
    else certificate = factSchemas["tls-certificate"].parse(it.facts);
  }
  return { protocols, certificate, troubles: told.flatMap((it) => ("trouble" in it ? [it.trouble.kind] : [])) };
}

const offered = (seen: Seen) => seen.protocols?.versions.map((it) => it.offered);

for (const { product, program, start } of webServers) {
  describe.skipIf(versionOf(program) === undefined)(`${product}`, () => {
    test("left as it comes still speaks TLS 1.0 and has a short key", async () => {
      const server = await start({ variant: "bad" });
      const seen = await look(server.port, { trust: server.authority });
      expect(offered(seen)?.slice(0, 3)).toEqual([true, true, true]);
      expect(seen.certificate?.chain[0]).toMatchObject({ keyType: "rsa", keyBits: 2048 });
      await server.stop();
    });

    test("hardened speaks TLS 1.2 and 1.3 only, and its chain leads to the estate's authority", async () => {
      const server = await start({ variant: "good" });
      const seen = await look(server.port, { trust: server.authority });
      expect(offered(seen)).toEqual([false, false, true, true]);
      expect(seen.certificate).toMatchObject({ trusted: true, nameMatches: true, roots: "estate" });
      expect(seen.certificate?.chain).toHaveLength(2);
      await server.stop();
    });
  });
}

describe.skipIf(!testbedHas("openssl"))("a certificate", () => {
  const withLeaf = async (wish: LeafWish, more: { name?: string; mozilla?: boolean; staple?: Buffer } = {}) => {
    const leaf = makeLeaf(wish);
    const server = await startTlsServer(leaf, more.staple ? { staple: more.staple } : {});
    const trust = more.mozilla ? {} : { trust: leaf.authority };
    const seen = await look(server.port, { ...trust, ...(more.name !== undefined && { name: more.name }) });
    await server.stop();
    return seen;
  };

  test("that is expired is not trusted, with the library's code", async () => {
    const { certificate } = await withLeaf({ key: "ec-256", names: ["DNS:www.example.com"], expired: true });
    expect(certificate).toMatchObject({ trusted: false, trustError: "CERT_HAS_EXPIRED", nameMatches: true });
  });

  test("of its own making is not trusted", async () => {
    const { certificate } = await withLeaf({ key: "rsa-2048", names: ["DNS:www.example.com"], selfSigned: true });
    expect(certificate).toMatchObject({ trusted: false, trustError: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(certificate?.chain).toMatchObject([{ selfSigned: true, signatureAlgorithm: "sha256WithRSAEncryption" }]);
  });

  test("of an authority that only the estate knows is not trusted by Mozilla's roots", async () => {
    const { certificate } = await withLeaf({ key: "ec-256", names: ["DNS:www.example.com"] }, { mozilla: true });
    expect(certificate).toMatchObject({ trusted: false, trustError: "SELF_SIGNED_CERT_IN_CHAIN", roots: "mozilla" });
    expect(rootCertificates.length).toBeGreaterThan(100);
  });

  test("for another name is told so, whether it is trusted or not", async () => {
    const { certificate } = await withLeaf({ key: "ec-256", names: ["DNS:other.example.com"] });
    expect(certificate).toMatchObject({ trusted: true, nameMatches: false });
  });

  test("for an address covers that address", async () => {
    const wish: LeafWish = { key: "ec-256", names: ["IP:127.0.0.1"] };
    expect((await withLeaf(wish, { name: "127.0.0.1" })).certificate).toMatchObject({
      nameMatches: true,
      serverName: "127.0.0.1",
    });
    expect((await withLeaf(wish, { name: "127.0.0.2" })).certificate?.nameMatches).toBe(false);
  });

  test("with a stapled answer of its authority is told with it", async () => {
    const wish: LeafWish = { key: "ec-256", names: ["DNS:www.example.com"] };
    expect((await withLeaf(wish, { staple: Buffer.from("an answer") })).certificate?.ocspStapled).toBe(true);
    expect((await withLeaf(wish)).certificate?.ocspStapled).toBe(false);
  });

  test.each([
    ["-tls1_2", [false, false, true, false]],
    ["-tls1_3", [false, false, false, true]],
  ])("is seen although the server then demands one of the client (%s)", async (version, versions) => {
    const leaf = makeLeaf({ key: "ec-256", names: ["DNS:www.example.com"] });
    const server = await startMutualTlsServer(leaf, [version]);
    const seen = await look(server.port, { trust: leaf.authority });
    expect(offered(seen)).toEqual(versions);
    expect(seen.certificate).toMatchObject({ trusted: true, nameMatches: true });
    expect(seen.certificate?.chain).toHaveLength(2);
    await server.stop();
  });

  test("is judged by a file of roots that can't be read as trouble, while the versions are known", async () => {
    const leaf = makeLeaf({ key: "ec-256", names: ["DNS:www.example.com"] });
    const server = await startTlsServer(leaf);
    const missing = await look(server.port, { trust: `${leaf.chain}.missing` });
    expect(missing.troubles).toEqual(["unreachable"]);
    expect(offered(missing)).toEqual([false, false, true, true]);
    expect((await look(server.port, { trust: leaf.key })).troubles).toEqual(["unparsable"]);
    expect(readFileSync(leaf.key, "utf8")).toContain("PRIVATE KEY");
    await server.stop();
  });
});

describe("an endpoint", () => {
  test("of http is no TLS endpoint", async () => {
    const told = await tlsBasic.observe(endpointSubject({ url: "http://127.0.0.1/" }), probeContext());
    expect(told).toMatchObject([
      { trouble: { kind: "unsupported", message: "not a TLS endpoint: http" } },
      { trouble: { kind: "unsupported" } },
    ]);
  });

  test("that nothing listens on is refused in both facts", async () => {
    expect((await look(await freePort())).troubles).toEqual(["refused", "refused"]);
  });

  test("that answers with plain HTTP is unparsable in both facts, not free of old versions", async () => {
    const server = await startHostileServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect((await look(server.port)).troubles).toEqual(["unparsable", "unparsable"]);
    await server.stop();
  });

  test.each(Object.keys(behaviours))("that gives %s has no version counted as refused", async (name) => {
    const server = await startHostileServer(behaviours[name] ?? (() => {}));
    const seen = await look(server.port, { budget: { timeoutMs: 1000 } });
    expect(seen.troubles).toHaveLength(2);
    await server.stop();
  });
});
