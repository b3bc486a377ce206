import { describe, expect, test } from "vitest";
import { startCaddy } from "../../../test/bed/caddy.ts";
import type { Daemon } from "../../../test/bed/daemon.ts";
import { jettyFile, startJetty } from "../../../test/bed/jetty.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import { testbedHas, testbedHasFile } from "../../../test/bed/program.ts";
import type { TlsWish } from "../../../test/bed/tls-wish.ts";
import { startTomcat, tomcatFile } from "../../../test/bed/tomcat.ts";
import { factSchemas } from "../fact-kinds.ts";
import type { Told } from "../probe.ts";
import type { ProtocolVersion } from "./facts.ts";
import tls from "./probe.ts";

type TlsFact = (typeof tls.yields)[number];

/** What the whole probe tells of a server on that port: every kind of fact, and no trouble with any. */
async function observed(port: number) {
  const subject = endpointSubject({ url: `https://www.example.com:${port}/`, connect: "127.0.0.1" });
  const told = await tls.observe(subject, probeContext({ maxConnections: 400, timeoutMs: 120_000 }));
  const troubles = told.map((it) => JSON.stringify(it)).filter((it) => it.includes('"trouble":'));
  expect(troubles).toEqual([]);
  expect(told.map((it) => it.fact).toSorted()).toEqual([...tls.yields].toSorted());
  const factsOf = <K extends TlsFact>(fact: K) => {
    const one = told.find((it) => it.fact === fact);
    if (!one || !("facts" in one)) throw new Error(`no ${fact}`);
    factSchemas[fact].parse(one.facts);
    return one.facts as Extract<Told<K>, { facts: unknown }>["facts"];
  };
  const { groups, groupsComplete } = factsOf("tls-key-exchange");
  const { versions } = factsOf("tls-suites");
  expect([groupsComplete, ...versions.map((it) => it.complete)]).not.toContain(false);
  return {
    offered: factsOf("tls-protocols")
      .versions.filter((it) => it.offered)
      .map((it) => it.version),
    suites: Object.fromEntries(versions.map((it) => [it.version, it.suites.map(({ name }) => name)])),
    order: Object.fromEntries(versions.map((it) => [it.version, it.serverOrder])),
    groups: (version: ProtocolVersion) =>
      groups
        .filter((it) => it.versions.includes(version))
        .map((it) => it.name)
        .toSorted(),
    features: factsOf("tls-features"),
    flaws: factsOf("tls-flaws").flaws,
    chains: factsOf("tls-certificates").chains,
  };
}

const isTls13Suite = (name: string) => !name.includes("_WITH_");
/** AEAD and SHA-2 suites came with TLS 1.2. */
const isOld = (name: string) => /_SHA$|_MD5$/.test(name);
const fits = (version: string) => (name: string) =>
  version === "TLSv1.3" ? isTls13Suite(name) : !isTls13Suite(name) && (version === "TLSv1.2" || isOld(name));

/** The suites that a configuration leads to, in its order, version by version. */
const suitesOf = ({ protocols, suites }: TlsWish) =>
  Object.fromEntries(protocols.map((version) => [version, suites.filter(fits(version))]));
const isElliptic = (group: string) => !group.startsWith("ffdhe");

const modern = [
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
];
const oldSuites = [
  "TLS_RSA_WITH_AES_256_CBC_SHA",
  "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
  "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
  "TLS_RSA_WITH_AES_128_GCM_SHA256",
];
const tripleDes = ["SSL_RSA_WITH_3DES_EDE_CBC_SHA", "SSL_RSA_WITH_RC4_128_SHA", "SSL_RSA_WITH_RC4_128_MD5"];

const javaWishes: readonly (readonly [string, TlsWish])[] = [
  [
    "only what is new",
    {
      protocols: ["TLSv1.2", "TLSv1.3"],
      suites: ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", ...modern],
      groups: ["x25519", "secp384r1"],
    },
  ],
  [
    "only TLS 1.3",
    { protocols: ["TLSv1.3"], suites: ["TLS_AES_128_GCM_SHA256", ...modern], groups: ["secp521r1", "x448"] },
  ],
  [
    "everything old",
    {
      protocols: ["TLSv1", "TLSv1.1", "TLSv1.2"],
      suites: [...oldSuites, ...tripleDes],
      groups: ["secp256r1", "secp521r1", "ffdhe2048"],
    },
  ],
];
/** Java calls its oldest suites by the name of SSL. */
const iana = (wish: TlsWish): TlsWish => ({ ...wish, suites: wish.suites.map((it) => it.replace(/^SSL_/, "TLS_")) });

const javaServers = [
  { product: "Tomcat", file: tomcatFile, start: (tls: TlsWish) => startTomcat({ tls }) },
  { product: "Jetty", file: jettyFile, start: (tls: TlsWish) => startJetty({ tls }) },
] satisfies { product: string; file: string; start: (tls: TlsWish) => Promise<Daemon & { port: number }> }[];

describe.each(javaServers)("$product, and the TLS of Java below it,", ({ file, start }) => {
  const isHere = testbedHas("java") && testbedHas("openssl") && testbedHasFile(file);
  test.skipIf(!isHere).each(javaWishes)("shows what it was told to offer: %s", async (_name, wish) => {
    const server = await start(wish);
    try {
      const seen = await observed(server.port);
      expect(seen.offered).toEqual(wish.protocols);
      expect(seen.suites).toEqual(suitesOf(iana(wish)));
      for (const version of wish.protocols.filter((it) => seen.suites[it]?.length !== 1))
        expect([version, seen.order[version]]).toEqual([version, true]);
      if (wish.protocols.includes("TLSv1.3")) expect(seen.groups("TLSv1.3")).toEqual(wish.groups.toSorted());
      if (wish.protocols.includes("TLSv1.2"))
        expect(seen.groups("TLSv1.2").filter(isElliptic)).toEqual(wish.groups.filter(isElliptic).toSorted());
      expect(seen.flaws.filter((it) => it.state === "vulnerable" || it.state === "possible")).toEqual([]);
      expect(seen.chains).toMatchObject([{ nameMatches: true, order: "ordered" }]);
      // Both let a client begin anew, and Tomcat answers that only with its next page.
      const renegotiates = wish.protocols.includes("TLSv1.2") ? { present: true } : {};
      expect(seen.features.clientRenegotiation).toEqual(renegotiates);
      if (wish.protocols.includes("TLSv1.2")) expect(seen.features.insecureRenegotiation).toEqual({ present: false });
    } finally {
      await server.stop();
    }
  });
});

/** Go does not let anybody choose the suites of TLS 1.3. */
const goTls13 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

describe.skipIf(!testbedHas("caddy") || !testbedHas("openssl"))("Caddy, and the TLS of Go below it,", () => {
  test.each<readonly [string, TlsWish]>([
    ["only what is new", { protocols: ["TLSv1.2", "TLSv1.3"], suites: modern, groups: ["x25519", "secp384r1"] }],
    ["only TLS 1.3", { protocols: ["TLSv1.3"], suites: modern, groups: ["secp521r1", "secp256r1"] }],
    [
      "everything old",
      {
        protocols: ["TLSv1.2"],
        suites: [
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
          "TLS_RSA_WITH_AES_128_CBC_SHA",
          "TLS_RSA_WITH_AES_256_GCM_SHA384",
        ],
        groups: ["secp256r1"],
      },
    ],
  ])("shows what it was told to offer: %s", async (_name, wish) => {
    const server = await startCaddy({ tls: wish, directives: 'respond "Shop"' });
    try {
      const seen = await observed(server.port);
      expect(seen.offered).toEqual(wish.protocols);
      for (const version of wish.protocols)
        expect([version, seen.suites[version]?.toSorted()]).toEqual([
          version,
          version === "TLSv1.3" ? goTls13 : wish.suites.toSorted(),
        ]);
      const groups = wish.groups.toSorted();
      for (const version of seen.offered) expect([version, seen.groups(version)]).toEqual([version, groups]);
      expect(seen.flaws.filter((it) => it.state === "vulnerable" || it.state === "possible")).toEqual([]);
      expect(seen.chains).toMatchObject([{ nameMatches: true, order: "ordered" }]);
      expect(seen.features.alpn).toContain("h2");
    } finally {
      await server.stop();
    }
  });
});
