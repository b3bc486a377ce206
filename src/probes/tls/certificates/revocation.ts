import type { Trouble } from "../../../transports/trouble.ts";
import type { TlsChain } from "../facts.ts";
import type { ReadCertificate } from "./certificate.ts";
import { judgeCrl } from "./crl.ts";
import { ocspRequest } from "./ocsp-request.ts";
import { isFresh, judgeOcsp, type OcspVerdict } from "./ocsp-verdict.ts";
import { askOutside } from "./outside-request.ts";

type Revocation = TlsChain["revocation"];

/** What may be asked of servers that the certificate names, and within which bounds. */
export interface OutsideLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly now: Date;
}

const maxOcspBytes = 64 * 1024;
const maxCrlBytes = 16 * 1024 * 1024;
/** Of several URLs that say the same, so many are tried. */
const mostUrls = 2;

/** What a signed and current OCSP answer says for sure; otherwise why it says nothing. */
export function saidByOcsp(it: OcspVerdict, now: Date): "good" | "revoked" | { readonly why: string } {
  if (it.status === "invalid") return { why: "it is no answer about this certificate" };
  if (!it.signatureValid) return { why: "its signature is not by the issuer or its delegate" };
  if (!isFresh(it, now)) return { why: "it is not current" };
  if (it.status === "unknown") return { why: "the responder does not know the certificate" };
  return it.status;
}

async function byOcsp(
  url: string,
  leaf: ReadCertificate,
  issuer: ReadCertificate,
  limits: OutsideLimits,
): Promise<Revocation> {
  const body = ocspRequest(leaf.fields, issuer.fields);
  const contentType = "application/ocsp-request";
  const answer = await askOutside({ url, body, contentType, maxBytes: maxOcspBytes, ...limits });
  if (!Buffer.isBuffer(answer)) return { state: "unknown", by: "ocsp", detail: answer.message };
  const said = saidByOcsp(judgeOcsp(answer, leaf, issuer, limits.now), limits.now);
  if (typeof said === "string") return { state: said, by: "ocsp", detail: url };
  return { state: "unknown", by: "ocsp", detail: `the answer of ${url} is of no use: ${said.why}` };
}

/** Some serve a list in PEM, against the RFC; it is as signed as ever. */
function derOfCrl(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, 11).equals(Buffer.from("-----BEGIN "))) return bytes;
  return Buffer.from(bytes.toString("latin1").replace(/-----[^-]+-----/g, ""), "base64");
}

async function byCrl(
  url: string,
  leaf: ReadCertificate,
  issuer: ReadCertificate,
  limits: OutsideLimits,
): Promise<Revocation> {
  const answer: Buffer | Trouble = await askOutside({ url, maxBytes: maxCrlBytes, ...limits });
  if (!Buffer.isBuffer(answer)) return { state: "unknown", by: "crl", detail: answer.message };
  const said = judgeCrl(derOfCrl(answer), leaf, issuer, url);
  if (said.state === "unusable")
    return { state: "unknown", by: "crl", detail: `the list at ${url} is of no use: ${said.why}` };
  if (!isFresh(said, limits.now))
    return { state: "unknown", by: "crl", detail: `the list at ${url} is of no use: it is not current` };
  return { state: said.state, by: "crl", detail: url };
}

/** Asks the OCSP servers, and then the revocation lists, that the certificate names. */
export async function askRevocation(
  leaf: ReadCertificate,
  issuer: ReadCertificate,
  limits: OutsideLimits,
): Promise<Revocation> {
  const failures: Revocation[] = [];
  const ways = [
    ...leaf.facts.ocspUrls.slice(0, mostUrls).map((url) => () => byOcsp(url, leaf, issuer, limits)),
    ...leaf.facts.crlUrls.slice(0, mostUrls).map((url) => () => byCrl(url, leaf, issuer, limits)),
  ];
  for (const ask of ways) {
    const said = await ask();
    if (said.state !== "unknown") return said;
    failures.push(said);
  }
  if (failures.length === 0)
    return {
      state: "unknown",
      by: "nothing",
      detail: "the certificate names no OCSP server or revocation list that http reaches",
    };
  return { state: "unknown", by: failures[0]?.by ?? "nothing", detail: failures.map((it) => it.detail).join("; ") };
}
