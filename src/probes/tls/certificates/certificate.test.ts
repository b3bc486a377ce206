import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import { derOf, type Issued, issue, keys, makeAuthority, serverExtensions } from "../../../../test/bed/authority.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { certificateSchema } from "../facts.ts";
import { readCertificate } from "./certificate.ts";

const factsOf = (it: Issued) => readCertificate(derOf(it))?.facts;

describe.skipIf(!testbedHas("openssl"))("a certificate", () => {
  let root: Issued;
  beforeAll(() => {
    root = makeAuthority("Example Root");
  });

  test("tells its OCSP servers, revocation lists and that it must be stapled", () => {
    const more = [
      "authorityInfoAccess=OCSP;URI:http://ocsp.example.com/,caIssuers;URI:http://ca.example.com/ca.der",
      "crlDistributionPoints=URI:http://crl.example.com/1.crl,URI:http://crl.example.com/2.crl",
      "tlsfeature=status_request",
    ];
    const it = issue({ name: "x", extensions: serverExtensions(["DNS:*.example.com"], ...more) }, root);
    expect(factsOf(it)).toMatchObject({
      names: ["*.example.com"],
      mustStaple: true,
      ocspUrls: ["http://ocsp.example.com/"],
      crlUrls: ["http://crl.example.com/1.crl", "http://crl.example.com/2.crl"],
      isCa: false,
      selfSigned: false,
      keyType: "ec",
      keyBits: 256,
      curve: "prime256v1",
      signatureAlgorithm: "ecdsa-with-SHA256",
    });
    expect(factsOf(root)).toMatchObject({ isCa: true, selfSigned: true, mustStaple: false, ocspUrls: [], crlUrls: [] });
  });

  test("leaves out revocation lists for single reasons", () => {
    const point = [
      "crlDistributionPoints=part",
      "[part]",
      "fullname=URI:http://crl.example.com/",
      "reasons=keyCompromise",
    ];
    const it = issue({ name: "x", extensions: serverExtensions(["DNS:a.example.com"], ...point) }, root);
    expect(factsOf(it)?.crlUrls).toEqual([]);
  });

  test("tells the public exponent of an RSA key, and its signature algorithm", () => {
    const wish = { name: "x", extensions: serverExtensions(["DNS:a.example.com"]) };
    const weak = issue({ ...wish, key: keys.exponent3 });
    expect(factsOf(weak)).toMatchObject({ keyType: "rsa", keyBits: 2048, exponent: "3", selfSigned: true });
    expect(factsOf(issue({ ...wish, key: keys.rsa, digest: "sha1" }))).toMatchObject({
      exponent: "65537",
      signatureAlgorithm: "sha1WithRSAEncryption",
    });
    expect(factsOf(issue({ ...wish, key: keys.ed25519, digest: "sha512" }))).toMatchObject({
      keyType: "ed25519",
      keyBits: 256,
      signatureAlgorithm: "ed25519",
    });
  });

  test("tells a lifetime of 47 days", () => {
    const it = factsOf(issue({ name: "x", days: 47, extensions: serverExtensions(["DNS:a.example.com"]) }, root));
    expect(Date.parse(it?.notAfter ?? "") - Date.parse(it?.notBefore ?? "")).toBe(47 * 86_400_000);
  });

  test.each(rootCertificates.map((pem) => [new X509Certificate(pem)]))("reads the same as the library", (x509) => {
    const facts = readCertificate(x509.raw)?.facts;
    expect(certificateSchema.safeParse(facts).success).toBe(true);
    expect(facts).toMatchObject({
      notBefore: x509.validFromDate.toISOString(),
      notAfter: x509.validToDate.toISOString(),
      isCa: x509.ca,
      signatureAlgorithm: x509.signatureAlgorithm,
    });
  });
});
