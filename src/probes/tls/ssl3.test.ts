import { describe, expect, test } from "vitest";
import { jettyFile, startJetty } from "../../../test/bed/jetty.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import { testbedHas, testbedHasFile } from "../../../test/bed/program.ts";
import { startTomcat, tomcatFile } from "../../../test/bed/tomcat.ts";
import type { Told } from "../probe.ts";
import tls from "./probe.ts";

type TlsFact = (typeof tls.yields)[number];

async function observed(port: number) {
  const subject = endpointSubject({ url: `tls://www.example.com:${port}`, connect: "127.0.0.1", paddingOracles: true });
  const told = await tls.observe(subject, probeContext({ maxConnections: 400, timeoutMs: 120_000 }));
  const factsOf = <K extends TlsFact>(fact: K) => {
    const one = told.find((it) => it.fact === fact);
    if (!one || !("facts" in one)) throw new Error(`no ${fact}`);
    return one.facts as Extract<Told<K>, { facts: unknown }>["facts"];
  };
  const { versions } = factsOf("tls-suites");
  return {
    offered: factsOf("tls-protocols")
      .versions.filter((it) => it.offered !== false)
      .map((it) => it.version),
    suites: Object.fromEntries(versions.map((it) => [it.version, it.suites.map(({ name }) => name)])),
    complete: versions.every((it) => it.complete),
    order: versions.map((it) => it.serverOrder),
    flaws: Object.fromEntries(factsOf("tls-flaws").flaws.map((it) => [it.id, it.state ?? it.trouble?.kind])),
    features: factsOf("tls-features"),
    chains: factsOf("tls-certificates").chains,
  };
}

/** Java calls its oldest suites by the name of SSL. */
const old = ["SSL_RSA_WITH_RC4_128_MD5", "SSL_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"];
const one = ["TLS_RSA_WITH_AES_128_CBC_SHA"];
const elliptic = ["TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"];
const named = (suites: readonly string[]) => suites.map((it) => it.replace(/^SSL_/, "TLS_"));

const servers = [
  { product: "Tomcat", file: tomcatFile, start: startTomcat },
  { product: "Jetty", file: jettyFile, start: startJetty },
];

describe.each(servers)("SSL 3.0 of Java below $product", ({ file, start }) => {
  const isHere = testbedHas("java") && testbedHas("openssl") && testbedHasFile(file);
  const started = (protocols: readonly string[], suites: readonly string[]) =>
    start({ tls: { protocols, suites, groups: ["secp256r1"] } });

  test.skipIf(!isHere).each([
    ["three old suites", old],
    ["one suite", one],
    ["elliptic curves", elliptic],
  ])("is seen with just what it was told to offer: %s", async (_name, suites) => {
    const server = await started(["SSLv3"], suites);
    const seen = await observed(server.port);
    await server.stop();
    expect(seen).toMatchObject({ offered: ["SSLv3"], suites: { SSLv3: named(suites) }, complete: true });
    expect(seen.order).toEqual([suites.length > 1 ? true : undefined]);
    expect(seen.chains).toMatchObject([{ nameMatches: true, order: "ordered" }]);
    expect(seen.features.compression).toEqual({ present: false });
  });

  test.skipIf(!isHere)("leaves open what could be tried with nothing else, instead of calling it safe", async () => {
    const server = await started(["SSLv3"], one);
    const { flaws } = await observed(server.port);
    await server.stop();
    expect(flaws).toMatchObject({ heartbleed: "unsupported", "ccs-injection": "unsupported", robot: "unsupported" });
    const other = await started(["SSLv3"], elliptic);
    const seen = await observed(other.port);
    await other.stop();
    expect(seen.flaws).toMatchObject({ heartbleed: "unsupported", robot: "safe" });
  });

  test.skipIf(!isHere)("beside newer versions is told apart from them, with every flaw tried there", async () => {
    const server = await started(["SSLv3", "TLSv1", "TLSv1.2"], [...one, ...elliptic]);
    const seen = await observed(server.port);
    await server.stop();
    expect(seen.offered).toEqual(["SSLv3", "TLSv1", "TLSv1.2"]);
    for (const version of seen.offered)
      expect([version, seen.suites[version]]).toEqual([version, [...one, ...elliptic]]);
    expect(new Set(Object.values(seen.flaws))).toEqual(new Set(["safe"]));
  });

  test.skipIf(!isHere)("takes hellos in the form of SSLv2, which is not SSL 2.0", async () => {
    const server = await started(["SSLv2Hello", "SSLv3", "TLSv1"], one);
    const { offered } = await observed(server.port);
    await server.stop();
    expect(offered).toEqual(["SSLv3", "TLSv1"]);
  });
});
