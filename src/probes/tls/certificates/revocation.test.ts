import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  authorityExtensions,
  derOf,
  type Issued,
  issue,
  makeAuthority,
  serverExtensions,
} from "../../../../test/bed/authority.ts";
import { behaviours, startHostileServer } from "../../../../test/bed/hostile-server.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { ocspAnswer, revocationList, startRevocationDesk } from "../../../../test/bed/revocation-desk.ts";
import { type ReadCertificate, readCertificate } from "./certificate.ts";
import { judgeCrl } from "./crl.ts";
import { readOcspResponse } from "./ocsp-response.ts";
import { judgeOcsp } from "./ocsp-verdict.ts";
import { askRevocation, saidByOcsp } from "./revocation.ts";

function read(it: Issued): ReadCertificate {
  const found = readCertificate(derOf(it));
  if (!found) throw new Error("not readable");
  return found;
}
const now = () => new Date();
const limits = () => ({ timeoutMs: 5000, signal: new AbortController().signal, now: now() });
const names = ["DNS:www.example.com"];

describe.skipIf(!testbedHas("openssl"))("revocation", () => {
  let authority: Issued;
  let stranger: Issued;
  let good: Issued;
  let revoked: Issued;
  let desk: Awaited<ReturnType<typeof startRevocationDesk>>;
  const books = () => ({ issuer: authority, good: [good], revoked: [revoked] });
  const leafWith = (...lines: readonly string[]) =>
    issue({ name: "x", extensions: serverExtensions(names, ...lines) }, authority);

  beforeAll(async () => {
    authority = makeAuthority("Example Authority");
    stranger = makeAuthority("Example Stranger");
    good = issue({ name: "good", extensions: serverExtensions(names) }, authority);
    revoked = issue({ name: "revoked", extensions: serverExtensions(names) }, authority);
    desk = await startRevocationDesk();
  });
  afterAll(() => desk.stop());

  describe("by an OCSP answer", () => {
    const judge = (about: Issued, answer: Buffer, at = now()) => judgeOcsp(answer, read(about), read(authority), at);

    test("of the issuer is good, revoked or unknown", () => {
      const strange = issue({ name: "strange", extensions: serverExtensions(names) }, authority);
      expect(judge(good, ocspAnswer(books(), good))).toMatchObject({ status: "good", signatureValid: true });
      expect(judge(revoked, ocspAnswer(books(), revoked))).toMatchObject({ status: "revoked", signatureValid: true });
      expect(judge(strange, ocspAnswer(books(), strange))).toMatchObject({ status: "unknown", signatureValid: true });
    });

    test("of whom the issuer delegated counts, and of nobody else", () => {
      const signing = ["basicConstraints=CA:FALSE", "keyUsage=digitalSignature", "extendedKeyUsage=OCSPSigning"];
      const delegate = issue({ name: "Responder", extensions: signing }, authority);
      const answer = ocspAnswer(books(), good, delegate);
      expect(judge(good, answer).signatureValid).toBe(true);
      expect(judge(good, answer, new Date(Date.now() + 40 * 86_400_000)).signatureValid).toBe(false);
      const undelegated = issue({ name: "Server", extensions: serverExtensions(names) }, authority);
      const foreign = issue({ name: "Foreign", extensions: signing }, stranger);
      const forged = issue({ name: "Forged", extensions: signing }, makeAuthority("Example Authority"));
      for (const other of [undelegated, foreign, forged, stranger])
        expect(judge(good, ocspAnswer(books(), good, other)).signatureValid).toBe(false);
    });

    test("that was changed on the way is not by the issuer", () => {
      const answer = ocspAnswer(books(), good);
      const signature = readOcspResponse(answer)?.signature;
      signature?.writeUInt8(signature.readUInt8(12) ^ 1, 12);
      const verdict = judge(good, answer);
      expect(verdict).toMatchObject({ status: "good", signatureValid: false });
      expect(saidByOcsp(verdict, now())).toEqual({ why: "its signature is not by the issuer or its delegate" });
    });

    test("about another certificate is none", () => {
      expect(judge(good, ocspAnswer(books(), revoked)).status).toBe("invalid");
      expect(judge(good, Buffer.from("30030a0106", "hex")).status).toBe("invalid");
    });

    test("says nothing once it is not current", () => {
      const verdict = judge(good, ocspAnswer(books(), good));
      expect(saidByOcsp(verdict, now())).toBe("good");
      expect(saidByOcsp(verdict, new Date(Date.now() + 2 * 86_400_000))).toEqual({ why: "it is not current" });
      expect(saidByOcsp(verdict, new Date(Date.now() - 86_400_000))).toEqual({ why: "it is not current" });
    });
  });

  describe("by a revocation list", () => {
    const url = "http://crl.example.com/";
    test("of the issuer is good or revoked", () => {
      const list = revocationList(books());
      expect(judgeCrl(list, read(good), read(authority), url).state).toBe("good");
      expect(judgeCrl(list, read(revoked), read(authority), url).state).toBe("revoked");
    });

    test("counts only for what it covers", () => {
      const judged = (it: Issued, ...lines: readonly string[]) =>
        judgeCrl(revocationList(books(), ...lines), read(it), read(authority), url).state;
      const below = makeAuthority("Example Below", authority);
      const point = (...lines: readonly string[]) => ["issuingDistributionPoint=critical,@point", "[point]", ...lines];
      expect(judged(good, ...point(`fullname=URI:${url}`))).toBe("good");
      expect(judged(good, ...point("fullname=URI:http://elsewhere.example.com/"))).toBe("unusable");
      expect(judged(good, ...point("onlyCA=TRUE"))).toBe("unusable");
      expect(judged(below, ...point("onlyCA=TRUE"))).toBe("good");
      expect(judged(below, ...point("onlyuser=TRUE"))).toBe("unusable");
      expect(judged(revoked, ...point("onlyuser=TRUE"))).toBe("revoked");
      expect(judged(good, ...point("indirectCRL=TRUE"))).toBe("unusable");
      expect(judged(good, ...point("onlysomereasons=keyCompromise"))).toBe("unusable");
      expect(judged(good, "2.5.29.27=critical,DER:020101")).toBe("unusable");
    });

    test("of another is of no use", () => {
      const foreign = revocationList({ issuer: stranger, good: [], revoked: [] });
      expect(judgeCrl(foreign, read(good), read(authority), url)).toMatchObject({
        why: "it is not by the certificate's issuer",
      });
      const namesake = makeAuthority("Example Authority");
      const forged = revocationList({ issuer: namesake, good: [], revoked: [] });
      expect(judgeCrl(forged, read(revoked), read(authority), url)).toMatchObject({
        why: "its signature does not hold",
      });
    });

    test("of an authority that may not sign lists is of no use", () => {
      const extensions = ["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign"];
      const it = issue({ name: "No Lists", extensions });
      expect(authorityExtensions).not.toEqual(extensions);
      const below = issue({ name: "x", extensions: serverExtensions(names) }, it);
      const list = revocationList({ issuer: it, good: [], revoked: [] });
      expect(judgeCrl(list, read(below), read(it), url).state).toBe("unusable");
    });
  });

  describe("asked for", () => {
    test("by OCSP gives what the responder says", async () => {
      const line = `authorityInfoAccess=OCSP;URI:${desk.url("/ocsp")}`;
      const [one, other] = [leafWith(line), leafWith(line)];
      desk.keep({ issuer: authority, good: [one], revoked: [other] });
      const by = { by: "ocsp", detail: desk.url("/ocsp") };
      expect(await askRevocation(read(one), read(authority), limits())).toEqual({ state: "good", ...by });
      expect(await askRevocation(read(other), read(authority), limits())).toEqual({ state: "revoked", ...by });
    });

    test("falls back to the revocation list where the responder does not answer", async () => {
      const it = leafWith(
        `authorityInfoAccess=OCSP;URI:${desk.url("/missing")}`,
        `crlDistributionPoints=URI:${desk.url("/crl")}`,
      );
      desk.keep({ issuer: authority, good: [], revoked: [it] });
      const said = { state: "revoked", by: "crl", detail: desk.url("/crl") };
      expect(await askRevocation(read(it), read(authority), limits())).toEqual(said);
    });

    test("is unknown where nobody can be asked, or nobody answers", async () => {
      expect(await askRevocation(read(leafWith()), read(authority), limits())).toMatchObject({
        state: "unknown",
        by: "nothing",
      });
      const it = leafWith(`authorityInfoAccess=OCSP;URI:${desk.url("/missing")}`);
      expect(await askRevocation(read(it), read(authority), limits())).toMatchObject({
        state: "unknown",
        by: "ocsp",
        detail: expect.stringContaining("status 404"),
      });
      const secured = leafWith("authorityInfoAccess=OCSP;URI:https://127.0.0.1:1/");
      expect(await askRevocation(read(secured), read(authority), limits())).toMatchObject({ state: "unknown" });
    });

    test.each(Object.keys(behaviours))("is unknown of a server that sends %s", async (name) => {
      const behave = behaviours[name];
      if (!behave) throw new Error(name);
      const server = await startHostileServer(behave);
      const it = leafWith(`crlDistributionPoints=URI:http://127.0.0.1:${server.port}/`);
      const said = await askRevocation(read(it), read(authority), { ...limits(), timeoutMs: 700 });
      expect(said).toMatchObject({ state: "unknown", by: "crl" });
      await server.stop();
    });
  });
});
