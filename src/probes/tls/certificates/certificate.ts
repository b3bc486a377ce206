import { createHash, type KeyObject, X509Certificate } from "node:crypto";
import type { Certificate } from "../facts.ts";
import { algorithmName } from "./algorithms.ts";
import { basicConstraintsOf, crlUrlsOf, mustStaple, ocspUrlsOf } from "./extensions.ts";
import { certificateNames } from "./names.ts";
import { readX509, type X509Fields } from "./x509.ts";

/** A certificate that could be read, with what judging a chain needs besides its facts. */
export interface ReadCertificate {
  readonly facts: Certificate;
  readonly fields: X509Fields;
  readonly x509: X509Certificate;
  readonly key: KeyObject;
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const oneLine = (name: string | undefined) => (name ?? "").split("\n").join(", ");

/** Field sizes of the curves that are in use in certificates, by OpenSSL's names. */
const curveBits: Readonly<Record<string, number>> = {
  prime192v1: 192,
  secp224r1: 224,
  prime256v1: 256,
  secp256k1: 256,
  brainpoolP256r1: 256,
  SM2: 256,
  secp384r1: 384,
  brainpoolP384r1: 384,
  brainpoolP512r1: 512,
  secp521r1: 521,
};
const edwardsBits: Readonly<Record<string, number>> = { ed25519: 256, ed448: 456 };

function keyFacts(key: KeyObject): Pick<Certificate, "keyType" | "keyBits" | "curve" | "exponent"> {
  const keyType = key.asymmetricKeyType ?? "unknown";
  const { modulusLength, namedCurve, publicExponent } = key.asymmetricKeyDetails ?? {};
  const bits = modulusLength ?? (namedCurve === undefined ? edwardsBits[keyType] : curveBits[namedCurve]);
  return {
    keyType,
    ...(bits !== undefined && { keyBits: bits }),
    ...(namedCurve !== undefined && { curve: namedCurve }),
    ...(publicExponent !== undefined && { exponent: publicExponent.toString() }),
  };
}

function signedByItself(x509: X509Certificate, fields: X509Fields, key: KeyObject): boolean {
  return fields.issuer.equals(fields.subject) && verifiedBy(x509, key);
}

/** Whether that key signed the certificate; an algorithm that can't be verified here did not. Never throws. */
export function verifiedBy(x509: X509Certificate, key: KeyObject): boolean {
  try {
    return x509.verify(key);
  } catch {
    return false;
  }
}

/** Reads one certificate from its DER bytes; `undefined` where they are none (RFC 5280). Never throws. */
export function readCertificate(der: Buffer): ReadCertificate | undefined {
  const fields = readX509(der);
  if (!fields) return undefined;
  try {
    const x509 = new X509Certificate(der);
    const key = x509.publicKey;
    const facts: Certificate = {
      subject: oneLine(x509.subject),
      issuer: oneLine(x509.issuer),
      serial: x509.serialNumber,
      sha256: sha256(der),
      spkiSha256: sha256(fields.spki),
      notBefore: fields.notBefore.toISOString(),
      notAfter: fields.notAfter.toISOString(),
      names: [...certificateNames(x509)],
      ...keyFacts(key),
      signatureAlgorithm: algorithmName(fields.signatureAlgorithm),
      isCa: basicConstraintsOf(fields).ca,
      selfSigned: signedByItself(x509, fields, key),
      mustStaple: mustStaple(fields),
      ocspUrls: [...ocspUrlsOf(fields)],
      crlUrls: [...crlUrlsOf(fields)],
    };
    return { facts, fields, x509, key };
  } catch {
    // OpenSSL refused what the fields alone did not show: a key of an unknown kind, a broken name.
    return undefined;
  }
}
