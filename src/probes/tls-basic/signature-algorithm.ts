/** Names of the signature algorithms of certificates by object identifier (RFC 3279, 4055, 5758, 8410, 9909). */
const names: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.2": "md2WithRSAEncryption",
  "1.2.840.113549.1.1.4": "md5WithRSAEncryption",
  "1.2.840.113549.1.1.5": "sha1WithRSAEncryption",
  "1.2.840.113549.1.1.10": "rsassaPss",
  "1.2.840.113549.1.1.11": "sha256WithRSAEncryption",
  "1.2.840.113549.1.1.12": "sha384WithRSAEncryption",
  "1.2.840.113549.1.1.13": "sha512WithRSAEncryption",
  "1.2.840.113549.1.1.14": "sha224WithRSAEncryption",
  "1.2.840.10040.4.3": "dsaWithSHA1",
  "2.16.840.1.101.3.4.3.2": "dsaWithSHA256",
  "1.2.840.10045.4.1": "ecdsa-with-SHA1",
  "1.2.840.10045.4.3.1": "ecdsa-with-SHA224",
  "1.2.840.10045.4.3.2": "ecdsa-with-SHA256",
  "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
  "1.2.840.10045.4.3.4": "ecdsa-with-SHA512",
  "1.3.101.112": "ed25519",
  "1.3.101.113": "ed448",
  "2.16.840.1.101.3.4.3.17": "ml-dsa-44",
  "2.16.840.1.101.3.4.3.18": "ml-dsa-65",
  "2.16.840.1.101.3.4.3.19": "ml-dsa-87",
};

/** Start and end of the content of the DER element at `at`. */
function elementAt(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const size = first & 0x7f;
  const length = size > 0 && size <= 4 && at + 2 + size <= der.length ? der.readUIntBE(at + 2, size) : 0;
  return { start: at + 2 + size, end: at + 2 + size + length };
}

function dotted(oid: Buffer): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of oid) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(value);
    value = 0;
  }
  const [head = 0, ...rest] = arcs;
  const top = Math.min(2, Math.floor(head / 40));
  return [top, head - top * 40, ...rest].join(".");
}

/**
 * The algorithm that a certificate was signed with, read from its DER bytes (RFC 5280 section 4.1.1.2); the dotted
 * object identifier where it has no name here.
 */
export function signatureAlgorithmOf(der: Buffer): string {
  const certificate = elementAt(der, 0);
  const toBeSigned = elementAt(der, certificate.start);
  const algorithm = elementAt(der, toBeSigned.end);
  const oid = elementAt(der, algorithm.start);
  const identifier = dotted(der.subarray(oid.start, oid.end));
  return names[identifier] ?? identifier;
}
