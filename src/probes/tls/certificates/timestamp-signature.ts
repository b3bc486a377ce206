import { type KeyObject, verify } from "node:crypto";
import { u16, u24 } from "../wire/write.ts";
import { issuerKeyHash, type SignedTimestamp, withoutTimestamps } from "./signed-timestamps.ts";
import type { X509Fields } from "./x509.ts";

/** Public keys of certificate transparency logs by their id, the SHA-256 of the key in hex. */
export type KnownLogs = ReadonlyMap<string, KeyObject>;

/** What a log vouches for: a certificate that carries its timestamp itself, or one that is given it some other way. */
export interface Logged {
  readonly leaf: X509Fields;
  readonly issuer: X509Fields | undefined;
  readonly source: "certificate" | "ocsp" | "tls";
}

const sha256Number = 4;
const keyTypes: Readonly<Record<number, string>> = { 1: "rsa", 3: "ec" };

function entryOf({ leaf, issuer, source }: Logged): Buffer | undefined {
  if (source !== "certificate") return Buffer.concat([u16(0), u24(leaf.der.length), leaf.der]);
  if (!issuer) return undefined;
  const toBeSigned = withoutTimestamps(leaf);
  return Buffer.concat([u16(1), issuerKeyHash(issuer), u24(toBeSigned.length), toBeSigned]);
}

/** The bytes under a timestamp's signature (RFC 6962 section 3.2); `undefined` where the issuer would be needed. */
export function signedBytes(it: SignedTimestamp, logged: Logged): Buffer | undefined {
  const entry = entryOf(logged);
  if (!entry) return undefined;
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(it.timestamp);
  return Buffer.concat([Buffer.of(0, 0), time, entry, u16(it.extensions.length), it.extensions]);
}

/** Whether a known log signed that timestamp for that certificate. */
export function timestampSignature(
  it: SignedTimestamp,
  logged: Logged,
  logs: KnownLogs,
): "valid" | "invalid" | "unknown-log" | "not-checked" {
  const key = logs.get(it.logId.toString("hex"));
  if (!key) return "unknown-log";
  const data = signedBytes(it, logged);
  if (!data) return "not-checked";
  if (it.hash !== sha256Number || keyTypes[it.algorithm] !== key.asymmetricKeyType) return "invalid";
  try {
    return verify("sha256", data, key, it.signature) ? "valid" : "invalid";
  } catch {
    return "invalid";
  }
}
