import { rootCertificates } from "node:tls";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { derOf, issue, makeAuthority, serverExtensions } from "../../../../test/bed/authority.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { ocspAnswer, revocationList } from "../../../../test/bed/revocation-desk.ts";
import { makeLog, withTimestamps } from "../../../../test/bed/transparency-log.ts";
import { tlsCertificatesSchema } from "../facts.ts";
import { opaque16, u16, u24 } from "../wire/write.ts";
import { anchorsOf } from "./anchors.ts";
import { type ReadCertificate, readCertificate } from "./certificate.ts";
import { chainFacts } from "./chain-facts.ts";
import { judgeCrl } from "./crl.ts";
import { judgeOcsp } from "./ocsp-verdict.ts";
import { embeddedTimestamps, readTimestamps } from "./signed-timestamps.ts";
import { readTls13Certificates, Tls13Flight } from "./tls13-flight.ts";
import { agreeIn } from "./tls13-shares.ts";
import { readX509 } from "./x509.ts";

const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  how: fc.constantFrom("set", "cut", "repeat", "flip"),
  byte: fc.integer({ min: 0, max: 255 }),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function mutated(bytes: Buffer, changes: readonly Change[]): Buffer {
  let it = Buffer.from(bytes);
  for (const { at, how, byte } of changes) {
    const place = Math.floor(at * it.length);
    if (how === "cut") it = Buffer.concat([it.subarray(0, place), it.subarray(place + 1 + (byte % 16))]);
    else if (how === "repeat") it = Buffer.concat([it.subarray(0, place), it.subarray(Math.max(0, place - byte))]);
    else if (place < it.length) it[place] = how === "flip" ? (it[place] ?? 0) ^ (1 << (byte % 8)) : byte;
  }
  return it;
}
const changes = fc.array(change, { minLength: 1, maxLength: 6 });
const runs = { numRuns: 10_000 };
const opaque24 = (it: Buffer) => Buffer.concat([u24(it.length), it]);

describe.skipIf(!testbedHas("openssl"))("garbled bytes", () => {
  const real: Buffer[] = [];
  let leaf: ReadCertificate;
  let issuer: ReadCertificate;
  let ocsp: Buffer;
  let crl: Buffer;
  const log = makeLog();

  beforeAll(() => {
    const authority = makeAuthority("Example", undefined, "nameConstraints=critical,permitted;DNS:example.com");
    const more = ["tlsfeature=status_request", "crlDistributionPoints=URI:http://crl.example.com/"];
    const wish = { name: "x", extensions: serverExtensions(["DNS:a.example.com", "IP:192.0.2.1"], ...more) };
    const bare = issue(wish, authority);
    const stamped = withTimestamps(bare, authority, log.beforeIssue(bare, authority));
    real.push(derOf(stamped), derOf(authority));
    real.push(...rootCertificates.slice(0, 6).map((pem) => Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64")));
    const books = { issuer: authority, good: [], revoked: [bare] };
    ocsp = ocspAnswer(books, bare);
    crl = revocationList(books);
    leaf = readCertificate(derOf(stamped)) as ReadCertificate;
    issuer = readCertificate(derOf(authority)) as ReadCertificate;
  });

  test("of certificates never throw, and give facts of the right shape or none", async () => {
    const anchors = anchorsOf(rootCertificates);
    const limits = { timeoutMs: 1, signal: new AbortController().signal, now: new Date() };
    const context = { host: "a.example.com", place: "x", anchors, logs: new Map(), outside: false, limits };
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(7), changes, async (which, what) => {
        const der = mutated(real[which] ?? Buffer.alloc(0), what);
        const facts = await chainFacts({ certificates: [der, real[1] as Buffer], stapled: ocsp }, context);
        if ("wouldVerify" in facts) return facts.kind === "unparsable";
        read += 1;
        const whole = { serverName: "x", roots: "mozilla", chains: [facts] };
        const isUnchanged = real.some((it) => it.equals(der));
        return tlsCertificatesSchema.safeParse(whole).success && (!facts.trusted || isUnchanged);
      }),
      runs,
    );
    expect(read).toBeGreaterThan(100);
  });

  test("of fields, timestamps and TLS 1.3 certificates never throw", () => {
    const list = log.vouchFor(leaf.fields.der);
    // RFC 8446 section 4.4.2: no context, then each certificate with its extensions, here with a stapled answer.
    const status = Buffer.concat([u16(5), opaque16(Buffer.concat([Buffer.of(1), opaque24(ocsp)]))]);
    const entries = [leaf, issuer].map(({ fields }) => Buffer.concat([opaque24(fields.der), opaque16(status)]));
    const message = Buffer.concat([Buffer.of(0), opaque24(Buffer.concat(entries))]);
    expect(readTls13Certificates(message)).toMatchObject({ certificates: { length: 2 }, stapled: ocsp });
    let read = 0;
    fc.assert(
      fc.property(changes, (what) => {
        readX509(mutated(leaf.fields.der, what));
        embeddedTimestamps(mutated(list, what));
        readTimestamps(mutated(list, what));
        if (readTls13Certificates(mutated(message, what))) read += 1;
      }),
      runs,
    );
    expect(read).toBeGreaterThan(100);
  });

  test("of OCSP answers never throw, and never pass for signed", () => {
    expect(judgeOcsp(ocsp, leaf, issuer, new Date())).toMatchObject({ status: "revoked", signatureValid: true });
    fc.assert(
      fc.property(changes, (what) => {
        const it = mutated(ocsp, what);
        const said = judgeOcsp(it, leaf, issuer, new Date());
        // What comes after the signature is not under it; a changed answer may only say the same.
        return !said.signatureValid || said.status === "revoked";
      }),
      runs,
    );
  });

  test("of revocation lists never throw, and never clear a revoked certificate", () => {
    const url = "http://crl.example.com/";
    expect(judgeCrl(crl, leaf, issuer, url).state).toBe("revoked");
    fc.assert(
      fc.property(changes, (what) => judgeCrl(mutated(crl, what), leaf, issuer, url).state !== "good"),
      runs,
    );
  });

  test("of a TLS 1.3 server never throw", () => {
    const own = agreeIn(29);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const flight = new Tls13Flight(Buffer.from("hello"), own);
        const body = Buffer.concat([Buffer.of(22, 3, 3, bytes.length >> 8, bytes.length & 255), Buffer.from(bytes)]);
        flight.push(body);
        flight.push(Buffer.from(bytes));
      }),
      runs,
    );
  });
});
