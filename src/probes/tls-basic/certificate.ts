import { createHash, X509Certificate } from "node:crypto";
import type { Certificate } from "./facts.ts";
import { certificateNames } from "./names.ts";
import { signatureAlgorithmOf } from "./signature-algorithm.ts";

const oneLine = (name: string) => name.split("\n").join(", ");

/** Length in bits of RSA and DSA keys, and of Edwards curves by their name. */
function keyOf(certificate: X509Certificate): Pick<Certificate, "keyType" | "keyBits" | "curve" | "spkiSha256"> {
  const { publicKey } = certificate;
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  const curveBits = namedCurve === undefined ? undefined : ecBits[namedCurve];
  const bits = modulusLength ?? curveBits;
  const spki = publicKey.export({ type: "spki", format: "der" });
  return {
    keyType: publicKey.asymmetricKeyType ?? "unknown",
    ...(bits !== undefined && { keyBits: bits }),
    ...(namedCurve !== undefined && { curve: namedCurve }),
    spkiSha256: createHash("sha256").update(spki).digest("hex"),
  };
}

/** Field sizes of the curves that are in use in certificates. */
const ecBits: Readonly<Record<string, number>> = {
  prime192v1: 192,
  secp224r1: 224,
  prime256v1: 256,
  secp256k1: 256,
  brainpoolP256r1: 256,
  secp384r1: 384,
  brainpoolP384r1: 384,
  brainpoolP512r1: 512,
  secp521r1: 521,
};

/** Reads one certificate from its DER bytes. Throws where they are none. */
export function readCertificate(der: Buffer): Certificate {
  const certificate = new X509Certificate(der);
  return {
    subject: oneLine(certificate.subject ?? ""),
    issuer: oneLine(certificate.issuer ?? ""),
    serial: certificate.serialNumber,
    sha256: createHash("sha256").update(der).digest("hex"),
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    names: [...certificateNames(certificate)],
    ...keyOf(certificate),
    signatureAlgorithm: signatureAlgorithmOf(der),
    isCa: certificate.ca,
    selfSigned: certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey),
  };
}
