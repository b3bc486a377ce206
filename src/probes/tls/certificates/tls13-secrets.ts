import { createDecipheriv, createHash, createHmac } from "node:crypto";
import { opaque8, u8, u16 } from "../wire/write.ts";

interface Protection {
  readonly hash: "sha256" | "sha384";
  readonly cipher: string;
  readonly keyLength: number;
  readonly tagLength: number;
}

/** How the suites of TLS 1.3 protect records (RFC 8446 appendix B.4). */
const protections: Readonly<Record<number, Protection>> = {
  4865: { hash: "sha256", cipher: "aes-128-gcm", keyLength: 16, tagLength: 16 },
  4866: { hash: "sha384", cipher: "aes-256-gcm", keyLength: 32, tagLength: 16 },
  4867: { hash: "sha256", cipher: "chacha20-poly1305", keyLength: 32, tagLength: 16 },
  4868: { hash: "sha256", cipher: "aes-128-ccm", keyLength: 16, tagLength: 16 },
  4869: { hash: "sha256", cipher: "aes-128-ccm", keyLength: 16, tagLength: 8 },
};
export const spokenSuites: readonly number[] = Object.keys(protections).map(Number);

/** Opens the server's protected handshake records one after the other; `undefined` where one does not open. */
export type OpenRecord = (content: Buffer) => { readonly type: number; readonly content: Buffer } | undefined;

const nothing = Buffer.alloc(0);

function expandLabel(hash: string, secret: Buffer, label: string, context: Buffer, length: number): Buffer {
  const info = Buffer.concat([u16(length), opaque8(Buffer.from(`tls13 ${label}`)), opaque8(context)]);
  // HKDF-Expand alone: one or two blocks are all that is ever needed here.
  const first = createHmac(hash, secret).update(info).update(u8(1)).digest();
  return first.subarray(0, length);
}

const extract = (hash: string, salt: Buffer, input: Buffer) => createHmac(hash, salt).update(input).digest();

/**
 * Derives the keys under which the server sends its certificate (RFC 8446 section 7.1). `transcript` is both hellos as
 * handshake messages.
 */
export function openerOf(suite: number, shared: Buffer, transcript: Buffer): OpenRecord | undefined {
  const how = protections[suite];
  if (!how) return undefined;
  const digest = (bytes: Buffer) => createHash(how.hash).update(bytes).digest();
  const size = digest(nothing).length;
  const early = extract(how.hash, Buffer.alloc(size), Buffer.alloc(size));
  const derived = expandLabel(how.hash, early, "derived", digest(nothing), size);
  const handshake = extract(how.hash, derived, shared);
  const traffic = expandLabel(how.hash, handshake, "s hs traffic", digest(transcript), size);
  const key = expandLabel(how.hash, traffic, "key", nothing, how.keyLength);
  const iv = expandLabel(how.hash, traffic, "iv", nothing, 12);
  let sequence = 0;
  return (content) => {
    const nonce = Buffer.from(iv);
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
    sequence += 1;
    return opened(how, { key, nonce, content });
  };
}

function opened(how: Protection, it: { readonly key: Buffer; readonly nonce: Buffer; readonly content: Buffer }) {
  const end = it.content.length - how.tagLength;
  if (end < 1) return undefined;
  const header = Buffer.concat([u8(23), u16(0x0303), u16(it.content.length)]);
  try {
    const decipher = createDecipheriv(how.cipher as "aes-128-ccm", it.key, it.nonce, { authTagLength: how.tagLength });
    decipher.setAuthTag(it.content.subarray(end));
    decipher.setAAD(header, { plaintextLength: end });
    const plain = Buffer.concat([decipher.update(it.content.subarray(0, end)), decipher.final()]);
    let last = plain.length - 1;
    while (last >= 0 && plain[last] === 0) last -= 1;
    return last < 0 ? undefined : { type: plain.readUInt8(last), content: plain.subarray(0, last) };
  } catch {
    return undefined;
  }
}
