import type { GradeFacts } from "../src/controls/hardening/tls-grade/grade/grade-facts.ts";
import { flawIds, type ProtocolVersion, protocolVersions, type Suite } from "../src/probes/tls/facts.ts";

type Table = readonly (readonly [code: number, name: string, cipher: string, bits: number])[];

const table: Table = [
  [0x1301, "TLS_AES_128_GCM_SHA256", "AES_128_GCM", 128],
  [0x1302, "TLS_AES_256_GCM_SHA384", "AES_256_GCM", 256],
  [0x1303, "TLS_CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305", 256],
  [0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "AES_128_GCM", 128],
  [0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "AES_256_GCM", 256],
  [0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305", 256],
  [0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "AES_128_GCM", 128],
  [0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "AES_256_GCM", 256],
  [0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305", 256],
  [0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "AES_128_CBC", 128],
  [0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "AES_256_CBC", 256],
  [0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", "3DES_EDE_CBC", 168],
  [0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA", "RC4_128", 128],
  [0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "AES_128_GCM", 128],
  [0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", "AES_128_CBC", 128],
  [0x0014, "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA", "DES40_CBC", 40],
  [0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256", "AES_128_GCM", 128],
  [0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", "AES_128_CBC", 128],
  [0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", "AES_256_CBC", 256],
  [0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "3DES_EDE_CBC", 168],
  [0x0007, "TLS_RSA_WITH_IDEA_CBC_SHA", "IDEA_CBC", 128],
  [0x0009, "TLS_RSA_WITH_DES_CBC_SHA", "DES_CBC", 56],
  [0x0005, "TLS_RSA_WITH_RC4_128_SHA", "RC4_128", 128],
  [0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5", "RC4_40", 40],
  [0x0002, "TLS_RSA_WITH_NULL_SHA", "NULL", 0],
  [0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA", "AES_128_CBC", 128],
];

/** A suite by its code, as the prober tells it. */
export function suite(code: number): Suite {
  const row = table.find(([it]) => it === code);
  if (row === undefined) throw new Error(`no such suite in the table: ${code.toString(16)}`);
  const [, name, cipher, bits] = row;
  const before = name.includes("_WITH_") ? (name.slice(4).split("_WITH_")[0] ?? "") : "any_any";
  const [keyExchange, authentication] = before.replace("_EXPORT", "").split("_");
  const block = /^(?:3DES|DES|IDEA|RC2)/.test(cipher) ? 64 : 128;
  return {
    ...{ code, name, cipher, bits },
    keyExchange: keyExchange as Suite["keyExchange"],
    authentication: (authentication ?? keyExchange) as Suite["authentication"],
    aead: /GCM|POLY1305/.test(cipher),
    forwardSecret: ["ECDHE", "DHE", "any"].includes(keyExchange ?? "") && authentication !== "anon",
    exportGrade: name.includes("EXPORT"),
    ...(/RC4|CHACHA20|NULL/.test(cipher) ? {} : { blockBits: block }),
  };
}

export type SuiteWish = Readonly<Partial<Record<ProtocolVersion, readonly number[]>>>;
export const modernSuites = {
  "TLSv1.2": [0xc02b, 0xc02c, 0xcca9],
  "TLSv1.3": [0x1302, 0x1303, 0x1301],
} as const satisfies SuiteWish;

/** Protocols and suites of an endpoint that speaks just these versions, with the server's order. */
export function speaking(wish: SuiteWish, serverOrder = true): Pick<GradeFacts, "tlsProtocols" | "tlsSuites"> {
  const spoken = protocolVersions.filter((it) => wish[it] !== undefined);
  return {
    tlsProtocols: {
      versions: protocolVersions.map((version) => ({ version, offered: spoken.includes(version) })),
      clientCertificate: "none",
      connections: 80,
    },
    tlsSuites: {
      versions: spoken.map((version) => {
        const codes = wish[version] ?? [];
        const order = codes.length > 1 ? { serverOrder } : {};
        return { version, suites: codes.map(suite), ...order, complete: true };
      }),
    },
  };
}

const answer = (headers: [string, string][]) => ({
  ...{ httpVersion: "1.1", status: 200, reason: "OK", headers },
  ...{ bodyBytes: 0, bodyComplete: true, bodySha256: "", bodyStart: "" },
});

/** What the endpoint's own page answers with these header fields. */
export function answering(...headers: [string, string][]): GradeFacts["httpAnswers"] {
  return {
    url: "https://www.example.com/",
    exchanges: [{ purpose: "root", method: "GET", target: "/", via: [], answer: answer(headers) }],
  };
}

const day = (it: string) => `${it}T00:00:00.000Z`;
const dates = { notBefore: day("2026-01-01"), notAfter: day("2026-03-01") };
const authority = "O=Example, CN=Example Test Authority";
const certificate = {
  ...{ serial: "01", ...dates, keyType: "ec", keyBits: 256, curve: "prime256v1", mustStaple: false },
  ...{ signatureAlgorithm: "ecdsa-with-SHA256", isCa: false, selfSigned: false, ocspUrls: [], crlUrls: [] },
};

/** All facts of an endpoint that earns an A+, ten days after its certificate was issued. */
export const modernFacts: GradeFacts = {
  ...speaking(modernSuites),
  tlsKeyExchange: {
    groups: [
      { code: 0x11ec, name: "X25519MLKEM768", kind: "hybrid", bits: 768, versions: ["TLSv1.3"] },
      { code: 0x001d, name: "x25519", kind: "ecdh", bits: 253, versions: ["TLSv1.2", "TLSv1.3"] },
      { code: 0x0017, name: "secp256r1", kind: "ecdh", bits: 256, versions: ["TLSv1.2", "TLSv1.3"] },
    ],
    ...{ serverOrder: false, groupsComplete: true, dh: [], ecdhReused: false },
    signatureAlgorithms: [{ code: 0x0403, name: "ecdsa_secp256r1_sha256", versions: ["TLSv1.2", "TLSv1.3"] }],
  },
  tlsFeatures: {
    ...{ secureRenegotiation: { present: true }, clientRenegotiation: { present: false } },
    ...{ insecureRenegotiation: { present: false }, compression: { present: false } },
    ...{ sessionTickets: { present: true }, sessionIds: { present: false }, resumption: { present: true } },
    ...{ extendedMasterSecret: { present: true }, fallbackScsv: { present: true }, earlyData: { present: false } },
    ...{ encryptThenMac: {}, ocspStapling: { present: false }, alpn: ["h2", "http/1.1"] },
  },
  tlsFlaws: { flaws: flawIds.map((id) => ({ id, state: "safe", detail: "it was tried" })) },
  tlsCertificates: {
    serverName: "www.example.com",
    roots: "estate",
    chains: [
      {
        kind: "ec",
        sent: [
          {
            ...certificate,
            ...{ subject: "O=Example, CN=www.example.com", issuer: authority, names: ["www.example.com"] },
            ...{ sha256: "11".repeat(32), spkiSha256: "22".repeat(32) },
          },
          {
            ...certificate,
            ...{ subject: authority, issuer: authority, names: [], isCa: true, selfSigned: true },
            ...{ sha256: "33".repeat(32), spkiSha256: "44".repeat(32) },
          },
        ],
        ...{ nameMatches: true, trusted: true, order: "ordered", rootSent: true, scts: [] },
        revocation: { state: "good", by: "ocsp", detail: "the authority's responder says good" },
      },
    ],
  },
  httpAnswers: answering(["Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"]),
  now: new Date("2026-01-10T00:00:00Z"),
};
