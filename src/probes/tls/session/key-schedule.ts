import { createHash, createHmac } from "node:crypto";

/** Of two: TLS 1.0 and 1.1 have one fixed pair of hashes, TLS 1.2 has the suite's. */
export type PrfHash = "md5-sha1" | "sha256" | "sha384";

function expand(hash: string, secret: Buffer, seed: Buffer, length: number): Buffer {
  const parts: Buffer[] = [];
  let had = 0;
  for (let a = createHmac(hash, secret).update(seed).digest(); had < length; ) {
    const part = createHmac(hash, secret).update(a).update(seed).digest();
    parts.push(part);
    had += part.length;
    a = createHmac(hash, secret).update(a).digest();
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** The pseudorandom function of TLS 1.2 (RFC 5246 section 5) and of what was before it (RFC 2246 section 5). */
export function prf(hash: PrfHash, secret: Buffer, label: string, seed: Buffer, length: number): Buffer {
  const labelled = Buffer.concat([Buffer.from(label, "ascii"), seed]);
  if (hash !== "md5-sha1") return expand(hash, secret, labelled, length);
  const half = Math.ceil(secret.length / 2);
  const one = expand("md5", secret.subarray(0, half), labelled, length);
  const two = expand("sha1", secret.subarray(secret.length - half), labelled, length);
  return one.map((byte, at) => byte ^ (two[at] ?? 0)) as Buffer;
}

/** Hash of all handshake messages so far, as Finished needs it. */
function transcriptHash(hash: PrfHash, transcript: Buffer): Buffer {
  if (hash !== "md5-sha1") return createHash(hash).update(transcript).digest();
  return Buffer.concat([createHash("md5").update(transcript).digest(), createHash("sha1").update(transcript).digest()]);
}

/** The 12 bytes of a client's or server's Finished message (RFC 5246 section 7.4.9). */
export function verifyData(hash: PrfHash, master: Buffer, side: "client" | "server", transcript: Buffer): Buffer {
  return prf(hash, master, `${side} finished`, transcriptHash(hash, transcript), 12);
}

export interface Randoms {
  readonly client: Buffer;
  readonly server: Buffer;
}

export function masterSecret(hash: PrfHash, premaster: Buffer, { client, server }: Randoms): Buffer {
  return prf(hash, premaster, "master secret", Buffer.concat([client, server]), 48);
}

/** Keys of one direction. */
export interface Keys {
  readonly mac: Buffer;
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** Cuts the key block (RFC 5246 section 6.3) into the keys of both sides. */
export function keyBlock(
  hash: PrfHash,
  master: Buffer,
  { client, server }: Randoms,
  sizes: { readonly mac: number; readonly key: number; readonly iv: number },
): { readonly client: Keys; readonly server: Keys } {
  const each = sizes.mac + sizes.key + sizes.iv;
  const block = prf(hash, master, "key expansion", Buffer.concat([server, client]), 2 * each);
  let at = 0;
  const next = (length: number) => {
    at += length;
    return block.subarray(at - length, at);
  };
  const [clientMac, serverMac] = [next(sizes.mac), next(sizes.mac)];
  const [clientKey, serverKey] = [next(sizes.key), next(sizes.key)];
  const [clientIv, serverIv] = [next(sizes.iv), next(sizes.iv)];
  return {
    client: { mac: clientMac, key: clientKey, iv: clientIv },
    server: { mac: serverMac, key: serverKey, iv: serverIv },
  };
}
