import { createHash, type KeyObject } from "node:crypto";
import { type ReadCertificate, readCertificate, verifiedBy } from "./certificate.ts";
import { oids, purposesOf } from "./extensions.ts";
import { type OcspResponse, readOcspResponse, type SingleResponse } from "./ocsp-response.ts";
import { signatureHolds } from "./signature.ts";
import type { X509Fields } from "./x509.ts";

/** What an OCSP answer says of a certificate, and whether the issuer stands behind it. */
export interface OcspVerdict {
  /** `invalid`: not readable, a refusal, or not about that certificate. */
  readonly status: SingleResponse["status"] | "invalid";
  readonly signatureValid: boolean;
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  readonly single?: SingleResponse;
}

const hashNames: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};
const digest = (hash: string, bytes: Buffer) => createHash(hash).update(bytes).digest();
const mostCertificates = 8;

function isAbout(it: SingleResponse, leaf: X509Fields, issuer: X509Fields): boolean {
  const hash = hashNames[it.hashAlgorithm];
  if (hash === undefined || !it.serial.equals(leaf.serial)) return false;
  return (
    it.issuerNameHash.equals(digest(hash, issuer.subject)) && it.issuerKeyHash.equals(digest(hash, issuer.keyBits))
  );
}

function isResponder({ fields }: ReadCertificate, { responder }: OcspResponse): boolean {
  if ("name" in responder) return responder.name.equals(fields.subject);
  return responder.keyHash.equals(digest("sha1", fields.keyBits));
}

/** Delegated by the issuer itself to sign OCSP answers (RFC 6960 section 4.2.2.2), and valid today. */
function isDelegate(it: ReadCertificate, issuer: ReadCertificate, now: Date): boolean {
  const { fields } = it;
  return (
    fields.issuer.equals(issuer.fields.subject) &&
    (purposesOf(fields)?.includes(oids.ocspSigning) ?? false) &&
    now >= fields.notBefore &&
    now <= fields.notAfter &&
    verifiedBy(it.x509, issuer.key)
  );
}

function signerKey(response: OcspResponse, issuer: ReadCertificate, now: Date): KeyObject | undefined {
  if (isResponder(issuer, response)) return issuer.key;
  const sent = response.certificates.slice(0, mostCertificates).flatMap((der) => readCertificate(der) ?? []);
  return sent.find((it) => isResponder(it, response) && isDelegate(it, issuer, now))?.key;
}

/** Reads an OCSP answer about `leaf` and verifies that its issuer, or who the issuer delegated, signed it. */
export function judgeOcsp(der: Buffer, leaf: ReadCertificate, issuer: ReadCertificate, now: Date): OcspVerdict {
  const response = readOcspResponse(der);
  const single = response?.responses.find((it) => isAbout(it, leaf.fields, issuer.fields));
  if (!response || !single) return { status: "invalid", signatureValid: false };
  const key = signerKey(response, issuer, now);
  const { toBeSigned: data, signature } = response;
  const signatureValid = key !== undefined && signatureHolds(key, response.signatureAlgorithm, { data, signature });
  return {
    status: single.status,
    signatureValid: signatureValid === true,
    thisUpdate: single.thisUpdate,
    ...(single.nextUpdate && { nextUpdate: single.nextUpdate }),
    single,
  };
}

/** Clocks of responders may go ahead of ours a little. */
const skewMs = 5 * 60_000;

/** Whether the answer is of today: already valid, and not to have been renewed before now. */
export function isFresh(
  it: { readonly thisUpdate?: Date; readonly nextUpdate?: Date },
  now: Date,
  withoutNextUpdateMs = 7 * 86_400_000,
): boolean {
  if (!it.thisUpdate || it.thisUpdate.getTime() > now.getTime() + skewMs) return false;
  const until = it.nextUpdate?.getTime() ?? it.thisUpdate.getTime() + withoutNextUpdateMs;
  return until >= now.getTime() - skewMs;
}
