import { createHash } from "node:crypto";

/** What a public key tells of itself. */
export interface PublicKey {
  readonly type: string;
  readonly bits: number | undefined;
  readonly fingerprint: string;
}

/**
 * Reads the base64 blob of a public key (RFC 4253, 6.6): strings with their length in front, the first of which is the
 * type. `undefined` for what is none.
 */
export function readPublicKey(base64: string): PublicKey | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined;
  const blob = Buffer.from(base64, "base64");
  const fields = strings(blob);
  const type = fields?.[0]?.toString("latin1");
  if (fields === undefined || type === undefined || !/^[a-z][A-Za-z0-9@.-]+$/.test(type) || fields.length < 2)
    return undefined;
  const digest = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  return { type, bits: bitsOf(type, fields), fingerprint: `SHA256:${digest}` };
}

function strings(blob: Buffer): readonly Buffer[] | undefined {
  const found: Buffer[] = [];
  let at = 0;
  while (at < blob.length) {
    if (at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    found.push(blob.subarray(at + 4, end));
    at = end;
  }
  return found;
}

function bitsOf(type: string, fields: readonly Buffer[]): number | undefined {
  if (type === "ssh-rsa") return integerBits(fields[2]);
  if (type === "ssh-dss") return integerBits(fields[1]);
  const curve = /^ecdsa-sha2-nistp(\d+)$/.exec(type)?.[1];
  return curve === undefined ? undefined : Number(curve);
}

/** Bits of an integer in network order, leading zeros aside. */
function integerBits(bytes: Buffer | undefined): number | undefined {
  const first = bytes?.findIndex((it) => it !== 0) ?? -1;
  if (bytes === undefined || first < 0) return undefined;
  return (bytes.length - first - 1) * 8 + (32 - Math.clz32(bytes[first] ?? 0));
}
