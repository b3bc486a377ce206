import { childrenOf, type Der, inside, readDer, tags } from "./der.ts";
import { bitsOf, oidOf, timeOf } from "./der-values.ts";

export interface Extension {
  readonly critical: boolean;
  /** The extension's value, without the octet string around it. */
  readonly value: Buffer;
}

/** The fields of a certificate (RFC 5280 section 4.1) as their own bytes. */
export interface X509Fields {
  readonly der: Buffer;
  readonly toBeSigned: Der;
  /** Content of the integer. */
  readonly serial: Buffer;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly spki: Buffer;
  /** The bits of the public key alone, whose SHA-1 names a key in OCSP. */
  readonly keyBits: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** By dotted object identifier. */
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly signatureAlgorithm: Der;
}

const explicit0 = 0xa0;
const explicit3 = 0xa3;

/** Reads a list of extensions, as certificates, OCSP answers and revocation lists have it. */
export function extensionsIn(list: Der | undefined): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  for (const it of childrenOf(list)) {
    const parts = childrenOf(it);
    const value = parts.at(-1);
    if (value?.tag !== tags.octetString) continue;
    const critical = parts[1]?.tag === tags.boolean && parts[1].body[0] !== 0;
    found.set(oidOf(parts[0]), { critical, value: value.body });
  }
  return found;
}

/** The fields of a certificate; `undefined` where these bytes are none. Never throws. */
export function readX509(der: Buffer): X509Fields | undefined {
  const [toBeSigned, signatureAlgorithm] = childrenOf(readDer(der));
  const all = childrenOf(toBeSigned);
  const [serial, , issuer, validity, subject, spki, ...optional] = all[0]?.tag === explicit0 ? all.slice(1) : all;
  const [from, to] = childrenOf(validity).map(timeOf);
  const keyBits = bitsOf(childrenOf(spki)[1]);
  if (!toBeSigned || !signatureAlgorithm || !serial || !issuer || !subject || !spki || !keyBits || !from || !to)
    return undefined;
  return {
    der,
    toBeSigned,
    serial: serial.body,
    issuer: issuer.whole,
    subject: subject.whole,
    spki: spki.whole,
    keyBits,
    notBefore: from,
    notAfter: to,
    extensions: extensionsIn(inside(optional.find((it) => it.tag === explicit3))),
    signatureAlgorithm,
  };
}
