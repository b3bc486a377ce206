import { describe, expect, it, test } from "vitest";
import { answering, modernFacts, modernSuites, type SuiteWish, speaking } from "../../../../../test/tls-facts.ts";
import type { ProtocolVersion } from "../../../../probes/tls/facts.ts";
import type { FlawId } from "../../../tls-flaws.ts";
import { gradeOf } from "./grade.ts";
import type { GradeFacts } from "./grade-facts.ts";
import { isWorse, type Letter, worst } from "./letter.ts";

/** One thing that differs from an endpoint that earns an A+. */
type Change = (facts: GradeFacts) => GradeFacts;

const speaks =
  (wish: SuiteWish, serverOrder = true): Change =>
  (it) => ({ ...it, ...speaking(wish, serverOrder) });
/** Further suites, after the strong ones. */
const alsoAccepts = (version: ProtocolVersion, ...codes: number[]): Change =>
  speaks({ ...modernSuites, [version]: [...((modernSuites as SuiteWish)[version] ?? []), ...codes] });
const exchanges =
  (over: Partial<GradeFacts["tlsKeyExchange"]>): Change =>
  (it) => ({ ...it, tlsKeyExchange: { ...it.tlsKeyExchange, ...over } });
const features =
  (over: Partial<GradeFacts["tlsFeatures"]>): Change =>
  (it) => ({ ...it, tlsFeatures: { ...it.tlsFeatures, ...over } });
const flaw =
  (id: FlawId, state: "vulnerable" | "possible" | "not-tried"): Change =>
  (it) => ({ ...it, tlsFlaws: { flaws: it.tlsFlaws.flaws.map((one) => (one.id === id ? { ...one, state } : one)) } });
const sends =
  (...headers: [string, string][]): Change =>
  (it) => ({ ...it, httpAnswers: answering(...headers) });
const hsts = (value: string) => sends(["Strict-Transport-Security", value]);
type Chain = GradeFacts["tlsCertificates"]["chains"][number];
const chain =
  (over: Partial<Chain>): Change =>
  (it) => ({
    ...it,
    tlsCertificates: { ...it.tlsCertificates, chains: it.tlsCertificates.chains.map((one) => ({ ...one, ...over })) },
  });
const certificate =
  (place: number, over: Partial<Chain["sent"][number]>): Change =>
  (it) =>
    chain({
      sent: it.tlsCertificates.chains[0]?.sent.map((one, at) => (at === place ? { ...one, ...over } : one)) ?? [],
    })(it);
const rsa = (keyBits: number) => certificate(0, { keyType: "rsa", keyBits });
const dh = (bits: number): Change =>
  exchanges({ dh: [{ bits, generator: "2", primeSha256: "00", exportGrade: false }], dhReused: false });
const at =
  (day: string): Change =>
  (it) => ({ ...it, now: new Date(`${day}T00:00:00Z`) });
const both =
  (...changes: Change[]): Change =>
  (it) =>
    changes.reduce((facts, change) => change(facts), it);
const revoked = { state: "revoked", by: "crl", detail: "" } as const;
const pin = (hex: string) => `pin-sha256="${Buffer.from(hex.repeat(32), "hex").toString("base64")}"`;
const modern12 = { "TLSv1.2": modernSuites["TLSv1.2"] };
const long = "max-age=15552000";

const none: Change = (it) => it;
const cases: readonly [name: string, change: Change, letter: Letter | "T" | "M", ...rules: string[]][] = [
  ["a modern endpoint", none, "A+"],
  ["TLS 1.3 alone", speaks({ "TLSv1.3": [0x1302] }), "A+"],
  [
    "TLS 1.3 alone, where nothing of older versions could be tried",
    both(speaks({ "TLSv1.3": [0x1302] }), features({ secureRenegotiation: {}, compression: {}, fallbackScsv: {} })),
    "A+",
  ],
  ["TLS 1.2 alone", speaks(modern12), "A-", "no-tls13"],
  ["TLS 1.2 alone without HSTS", both(speaks(modern12), sends()), "A-", "no-tls13"],
  ["no fallback SCSV, which no longer counts", features({ fallbackScsv: { present: false } }), "A+"],
  ["client-initiated renegotiation by RFC 5746", features({ clientRenegotiation: { present: true } }), "A+"],
  ["no Strict-Transport-Security", sends(), "A"],
  ["HSTS for just 180 days", hsts(long), "A+"],
  ["HSTS for a second less", hsts("max-age=15551999"), "A"],
  ["HSTS that is switched off", hsts("max-age=0"), "A-", "hsts-disabled"],
  ["HSTS with a mistake", hsts("maxage=31536000"), "A-", "hsts-invalid"],
  ["HSTS twice", sends(["Strict-Transport-Security", long], ["Strict-Transport-Security", long]), "A-", "hsts-invalid"],
  [
    "pins that fit",
    sends(["Strict-Transport-Security", long], ["Public-Key-Pins", `max-age=60; ${pin("22")}; ${pin("99")}`]),
    "A+",
  ],
  [
    "pins that are for no key of the chain",
    sends(["Strict-Transport-Security", long], ["Public-Key-Pins", `max-age=60; ${pin("98")}; ${pin("99")}`]),
    "A",
  ],
  ["no secure renegotiation", features({ secureRenegotiation: { present: false } }), "A-", "no-secure-renegotiation"],
  [
    "no secure renegotiation with TLS 1.3 alone",
    both(speaks({ "TLSv1.3": [0x1301] }), features({ secureRenegotiation: { present: false } })),
    "A+",
  ],
  ["SSL 2.0 without a suite", speaks({ ...modernSuites, SSLv2: [] }), "F", "ssl2"],
  ["SSL 3.0 besides, without a suite", speaks({ ...modernSuites, SSLv3: [] }), "B", "ssl3"],
  ["SSL 3.0 with CBC", alsoAccepts("SSLv3", 0xc014), "C", "poodle-ssl3", "ssl3"],
  ["SSL 3.0 with RC4", alsoAccepts("SSLv3", 0xc011), "B", "ssl3", "rc4-offered"],
  [
    "nothing newer than SSL 3.0",
    speaks({ SSLv3: [0x0035] }),
    "F",
    ...["ssl3-best", "no-tls12", "poodle-ssl3", "ssl3", "no-forward-secrecy", "no-aead", "no-tls13"],
  ],
  ["TLS 1.0", alsoAccepts("TLSv1", 0xc014), "B", "tls10"],
  ["TLS 1.1", alsoAccepts("TLSv1.1", 0xc014), "B", "tls11"],
  ["TLS 1.0 and TLS 1.1", speaks({ ...modernSuites, TLSv1: [0xc014], "TLSv1.1": [0xc014] }), "B", "tls10", "tls11"],
  ["nothing newer than TLS 1.1", speaks({ "TLSv1.1": [0xc014] }), "C", "no-tls12", "tls11", "no-aead", "no-tls13"],
  ["a key of 1,023 bits", rsa(1023), "F", "broken-key", "short-key"],
  ["a key of 1,024 bits", rsa(1024), "B", "short-key"],
  ["a key of 2,047 bits", rsa(2047), "B", "short-key"],
  ["a key of 2,048 bits", rsa(2048), "A+"],
  ["a key on a curve of 112 bits", certificate(0, { keyBits: 112 }), "F", "broken-key", "short-key"],
  ["a key on a curve of 224 bits", certificate(0, { keyBits: 224 }), "A+"],
  ["an Ed25519 key", certificate(0, { keyType: "ed25519" }), "A+"],
  ["the exponent 1", certificate(0, { keyType: "rsa", keyBits: 3072, exponent: "1" }), "F", "exponent"],
  ["Diffie-Hellman with 1,024 bits", both(alsoAccepts("TLSv1.2", 0x009e), dh(1024)), "B", "short-dh"],
  ["Diffie-Hellman with 2,048 bits", both(alsoAccepts("TLSv1.2", 0x009e), dh(2048)), "A+"],
  ["insecure renegotiation", features({ insecureRenegotiation: { present: true } }), "F", "insecure-renegotiation"],
  ["compression", features({ compression: { present: true } }), "C", "compression"],
  [
    "RC4 alone",
    speaks({ "TLSv1.2": [0xc011] }),
    "F",
    ...["only-rc4", "rc4-negotiated", "rc4-offered", "no-aead", "no-tls13"],
  ],
  ["RC4 as the last choice", alsoAccepts("TLSv1.2", 0xc011), "B", "rc4-offered"],
  [
    "RC4 as the server's first choice",
    speaks({ ...modernSuites, "TLSv1.2": [0xc011, 0xc02f] }),
    "C",
    "rc4-negotiated",
    "rc4-offered",
    "no-aead",
  ],
  ["RC4 with TLS 1.0 only", alsoAccepts("TLSv1", 0xc011), "B", "tls10", "rc4-offered"],
  ["suites without authentication", alsoAccepts("TLSv1.2", 0x0034), "F", "anonymous-suites"],
  ["suites without encryption", alsoAccepts("TLSv1.2", 0x0002), "F", "null-suites"],
  ["export suites", alsoAccepts("TLSv1.2", 0x0003), "F", "export-suites", "short-suites", "rc4-offered"],
  ["DES", alsoAccepts("TLSv1.2", 0x0009), "F", "short-suites"],
  ["3DES as the last choice", alsoAccepts("TLSv1.2", 0xc02f, 0xc012), "A+"],
  [
    "3DES as the server's first choice",
    speaks({ ...modernSuites, "TLSv1.2": [0xc012, 0x000a, 0xc02f, 0xc013] }),
    "C",
    "small-block-negotiated",
    "no-forward-secrecy",
    "no-aead",
  ],
  [
    "3DES first, where the client's order counts",
    speaks({ ...modernSuites, "TLSv1.2": [0xc012, 0xc02f, 0xc013] }, false),
    "A+",
  ],
  ["IDEA, which no browser speaks", alsoAccepts("TLSv1.2", 0x0007), "A+"],
  ["CBC as a further choice", alsoAccepts("TLSv1.2", 0xc02f, 0xc013, 0xc014), "A+"],
  ["CBC as the server's first choice", speaks({ ...modernSuites, "TLSv1.2": [0xc014, 0xc02f] }), "B", "no-aead"],
  ["CBC first, where the client's order counts", speaks({ ...modernSuites, "TLSv1.2": [0xc014, 0xc02f] }, false), "A+"],
  ["no authenticated encryption", speaks({ "TLSv1.2": [0xc014] }), "B", "no-aead", "no-tls13"],
  [
    "RSA key exchange as a further choice, for nobody",
    speaks({ ...modernSuites, "TLSv1.2": [0xc02f, 0xc013, 0x009c] }),
    "A+",
  ],
  [
    "RSA key exchange as the server's first choice",
    speaks({ ...modernSuites, "TLSv1.2": [0x009c, 0xc02f] }),
    "B",
    "no-forward-secrecy",
  ],
  ["RSA key exchange alone", speaks({ "TLSv1.2": [0x009c] }), "B", "no-forward-secrecy", "no-tls13"],
  [
    "ECDHE over a curve that no browser has",
    both(
      speaks({ ...modernSuites, "TLSv1.2": [0xc02f, 0x009c] }),
      exchanges({ groups: [{ code: 0x0016, name: "secp256k1", kind: "ecdh", bits: 256, versions: ["TLSv1.2"] }] }),
    ),
    "B",
    "no-forward-secrecy",
  ],
  ["an incomplete chain that clients can mend", chain({ order: "incomplete" }), "B", "incomplete-chain"],
  ["a chain out of order", chain({ order: "unordered" }), "A+"],
  ["Heartbleed", flaw("heartbleed", "vulnerable"), "F", "heartbleed"],
  ["CCS injection", flaw("ccs-injection", "vulnerable"), "F", "ccs-injection"],
  ["CCS injection that can't be used", flaw("ccs-injection", "possible"), "A+"],
  ["Ticketbleed", flaw("ticketbleed", "vulnerable"), "F", "ticketbleed"],
  ["ROBOT", flaw("robot", "vulnerable"), "F", "robot"],
  ["POODLE on TLS", flaw("poodle-tls", "vulnerable"), "F", "poodle-tls"],
  ["Zombie POODLE", flaw("zombie-poodle", "vulnerable"), "F", "zombie-poodle"],
  ["GOLDENDOODLE", flaw("goldendoodle", "vulnerable"), "F", "goldendoodle"],
  ["the oracle of empty records", flaw("zero-length-padding", "vulnerable"), "F", "zero-length-padding"],
  ["an unknown authority", chain({ trusted: false, trustError: "UNABLE_TO_GET_ISSUER_CERT" }), "T"],
  ["an expired certificate", at("2026-03-02"), "T"],
  ["a certificate of tomorrow", at("2025-12-31"), "T"],
  ["a revoked certificate", chain({ revocation: revoked }), "T"],
  ["a staple that says revoked", chain({ stapled: { status: "revoked", signatureValid: true } }), "T"],
  ["a signature with SHA-1", certificate(0, { signatureAlgorithm: "sha1WithRSAEncryption" }), "T"],
  ["a root with SHA-1", certificate(1, { signatureAlgorithm: "sha1WithRSAEncryption" }), "A+"],
  ["a signature with MD5", certificate(0, { signatureAlgorithm: "md5WithRSAEncryption" }), "T", "broken-signature"],
  ["another name", chain({ nameMatches: false }), "M"],
  ["another name and no trust", chain({ nameMatches: false, trusted: false }), "T"],
  ["another name on a bad endpoint", both(chain({ nameMatches: false }), flaw("robot", "vulnerable")), "M", "robot"],
];

describe("the grade", () => {
  test.each(cases)("of an endpoint with %s", (_, change, letter, ...rules) => {
    const grade = gradeOf(change(modernFacts));
    expect([grade.letter, ...grade.reasons.map((it) => it.id)]).toEqual([letter, ...rules]);
  });

  it("tells every reason and what lifts it", () => {
    for (const [, change] of cases)
      for (const it of gradeOf(change(modernFacts)).reasons) {
        expect(it.because).toMatch(/\w{3}/);
        expect(it.lifts).toMatch(/\w{3}/);
      }
  });

  it("has a case for every rule, so that none is there for nothing", async () => {
    const rules = (await Promise.all([import("./failures.ts"), import("./caps.ts"), import("./warnings.ts")])).flatMap(
      (it) => Object.values(it).flat(),
    );
    const hit = new Set(cases.flatMap(([, change]) => gradeOf(change(modernFacts)).reasons.map((it) => it.id)));
    expect(rules.map((it) => it.id).filter((it) => !hit.has(it))).toEqual([]);
  });

  it("is no better than the worse of two faults that come together", () => {
    const single = cases.map(([name, change]) => ({ name, change, letter: gradeOf(change(modernFacts)).ifTrusted }));
    // Changes of the same part of the facts replace each other, so that only one of the two is left.
    const parts = (change: Change) =>
      Object.entries(change(modernFacts))
        .filter(([key, it]) => it !== modernFacts[key as keyof GradeFacts])
        .map(([key]) => key);
    let pairs = 0;
    for (const a of single)
      for (const b of single) {
        if (parts(a.change).some((it) => parts(b.change).includes(it))) continue;
        // What a version is prone to goes away with the version.
        if (/TLS 1.3 alone/.test(a.name + b.name)) continue;
        const together = gradeOf(both(a.change, b.change)(modernFacts)).ifTrusted;
        expect(isWorse(worst([a.letter, b.letter]), together), `${a.name} and ${b.name}: ${together}`).toBe(false);
        pairs += 1;
      }
    expect(pairs).toBeGreaterThan(2000);
  });

  it("stays told for an endpoint that is not trusted", () => {
    expect(gradeOf(chain({ trusted: false })(modernFacts))).toMatchObject({ letter: "T", ifTrusted: "A+" });
    expect(gradeOf(both(chain({ nameMatches: false }), sends())(modernFacts))).toMatchObject({ ifTrusted: "A" });
  });
});

const trouble = { kind: "timeout", message: "no answer in time", wouldVerify: "try later" } as const;
const untold: readonly (readonly [name: string, change: Change, letter: Letter, reason: string])[] = [
  [
    "a version",
    (it) => ({
      ...it,
      tlsProtocols: {
        ...it.tlsProtocols,
        versions: it.tlsProtocols.versions.map((one) =>
          one.version === "SSLv2" ? { version: "SSLv2" as const, trouble } : one,
        ),
      },
    }),
    "A+",
    "SSL 2.0: no answer in time",
  ],
  [
    "TLS 1.3, with nothing newer than TLS 1.0",
    (it) => ({
      ...it,
      ...speaking({ TLSv1: [0xc014] }),
      tlsProtocols: {
        ...it.tlsProtocols,
        versions: speaking({ TLSv1: [0xc014] }).tlsProtocols.versions.filter((one) => one.version !== "TLSv1.3"),
      },
    }),
    "B",
    "TLS 1.3: it was not tried",
  ],
  [
    "some suites",
    (it) => ({
      ...it,
      tlsSuites: { versions: it.tlsSuites.versions.map((one) => ({ ...one, complete: one.version !== "TLSv1.2" })) },
    }),
    "A+",
    "TLS 1.2: not every suite could be tried",
  ],
  [
    "whose order counts, where that decides",
    (it) => ({
      ...it,
      tlsProtocols: it.tlsProtocols,
      tlsSuites: {
        versions: speaking({ ...modernSuites, "TLSv1.2": [0x009c, 0xc02f, 0xc013] }).tlsSuites.versions.map(
          ({ serverOrder: _, ...one }) => one,
        ),
      },
    }),
    "A+",
    "TLS 1.2: whose order of suites counts",
  ],
  ["the groups", exchanges({ groupsComplete: false }), "A+", "not every group could be tried"],
  ["the key exchange", exchanges({ trouble }), "A+", "no answer in time"],
  ["Diffie-Hellman parameters", alsoAccepts("TLSv1.2", 0x009e), "A+", "the Diffie-Hellman parameters are not known"],
  ["compression", features({ compression: { trouble } }), "A+", "compression: no answer in time"],
  ["secure renegotiation", features({ secureRenegotiation: {} }), "A+", "secure renegotiation: it was not tried"],
  ["Heartbleed", flaw("heartbleed", "not-tried"), "A+", "Heartbleed (CVE-2014-0160): it was tried"],
  ["a flaw of which nothing is said", (it) => ({ ...it, tlsFlaws: { flaws: [] } }), "A+", "Heartbleed"],
  ["a key", certificate(0, { keyType: "gost" }), "A+", "gost key"],
  [
    "the headers",
    (it) => ({ ...it, httpAnswers: { url: "https://www.example.com/", exchanges: [] } }),
    "A+",
    "headers",
  ],
];

describe("what was not told", () => {
  test.each(untold)("of %s makes the grade a best case and is named", (_, change, letter, reason) => {
    const grade = gradeOf(change(modernFacts));
    expect(grade.letter).toBe(letter);
    expect(grade.missing.map((it) => it.reason).join("\n")).toContain(reason);
  });

  it("of flaws that have nothing to show themselves in is no gap", () => {
    const without = both(
      speaks({ "TLSv1.3": [0x1301] }),
      ...(["robot", "poodle-tls", "heartbleed"] as const).map((id) => flaw(id, "not-tried")),
    );
    expect(gradeOf(without(modernFacts)).missing).toEqual([]);
    expect(gradeOf(flaw("robot", "not-tried")(modernFacts)).missing).toEqual([]);
    expect(gradeOf(both(alsoAccepts("TLSv1.2", 0x009c), flaw("robot", "not-tried"))(modernFacts)).missing).toHaveLength(
      1,
    );
  });

  it("of headers is no gap where no HTTP is spoken, and nothing else is forgiven there", () => {
    const { httpAnswers: _, ...bare } = modernFacts;
    expect(gradeOf(bare)).toMatchObject({ letter: "A+", missing: [], reasons: [] });
    expect(gradeOf(speaks({ TLSv1: [0xc013], "TLSv1.3": [0x1301] })(bare)).letter).toBe("B");
  });

  it("can't make an F any worse, so that it is no gap", () => {
    const hopeless = both(flaw("heartbleed", "not-tried"), flaw("robot", "vulnerable"));
    expect(gradeOf(hopeless(modernFacts))).toMatchObject({ letter: "F", missing: [] });
  });

  it("of revocation does not count, as it does not in the public service", () => {
    const unasked = chain({ revocation: { state: "not-asked", by: "nothing", detail: "" } })(modernFacts);
    expect(gradeOf(unasked)).toMatchObject({ letter: "A+", missing: [] });
  });

  it("never lowers a grade: with each part told in full it is the same or worse", () => {
    for (const [name, change] of cases) {
      const facts = change(modernFacts);
      const less = { ...facts, tlsFlaws: { flaws: [] }, tlsSuites: { versions: [] } };
      expect(isWorse(gradeOf(less).ifTrusted, gradeOf(facts).ifTrusted), name).toBe(false);
    }
  });
});
