import { createHash } from "node:crypto";
import { Reader } from "../wire/reader.ts";
import { childrenOf, inside, readDer, tags } from "./der.ts";
import { oidOf } from "./der-values.ts";
import { derOf, sequenceOf } from "./der-write.ts";
import { oids } from "./extensions.ts";
import type { X509Fields } from "./x509.ts";

/** A signed certificate timestamp as its log signed it (RFC 6962 section 3.2). */
export interface SignedTimestamp {
  readonly logId: Buffer;
  /** Milliseconds since 1970. */
  readonly timestamp: bigint;
  readonly extensions: Buffer;
  /** TLS numbers: 4 is SHA-256; 1 is RSA, 3 is ECDSA. */
  readonly hash: number;
  readonly algorithm: number;
  readonly signature: Buffer;
}

const mostTimestamps = 64;

function readTimestamp(bytes: Buffer): SignedTimestamp | undefined {
  const reader = new Reader(bytes);
  const version = reader.u8();
  const logId = reader.take(32);
  const time = reader.take(8);
  const extensions = reader.opaque16();
  const hash = reader.u8();
  const algorithm = reader.u8();
  const signature = reader.opaque16();
  if (reader.failed || reader.left > 0 || version !== 0) return undefined;
  return { logId, timestamp: time.readBigUInt64BE(), extensions, hash, algorithm, signature };
}

/** The timestamps of a SignedCertificateTimestampList; those of an unknown version are left out, garbage gives none. */
export function readTimestamps(list: Buffer): readonly SignedTimestamp[] {
  const outer = new Reader(list);
  const items = new Reader(outer.opaque16());
  const found: SignedTimestamp[] = [];
  while (items.left > 0 && !items.failed && found.length < mostTimestamps) {
    const it = readTimestamp(items.opaque16());
    if (it) found.push(it);
  }
  return outer.failed || items.failed ? [] : found;
}

/** The timestamps inside an extension of a certificate or an OCSP answer. */
export function embeddedTimestamps(value: Buffer | undefined): readonly SignedTimestamp[] {
  const list = value && readDer(value);
  return list?.tag === tags.octetString ? readTimestamps(list.body) : [];
}

const explicit3 = 0xa3;

/** The part of the certificate that a log signed before the timestamps were put in: all but their extension. */
export function withoutTimestamps(it: X509Fields): Buffer {
  const parts = childrenOf(it.toBeSigned).flatMap((part) => {
    if (part.tag !== explicit3) return [part.whole];
    const kept = childrenOf(inside(part)).filter((one) => oidOf(childrenOf(one)[0]) !== oids.signedTimestamps);
    return kept.length === 0 ? [] : [derOf(explicit3, sequenceOf(...kept))];
  });
  return sequenceOf(...parts);
}

/** Hash of the issuer's public key, which a log of a certificate yet to be issued signs along. */
export function issuerKeyHash(issuer: X509Fields): Buffer {
  return createHash("sha256").update(issuer.spki).digest();
}
