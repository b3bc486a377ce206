import { createPublicKey, createVerify } from "node:crypto";
import { gunzipSync, inflateRawSync } from "node:zlib";
import { tarEntries } from "../tar-entries.ts";

/** An APKINDEX.tar.gz taken apart: the signature in front, and what it covers. */
export interface SignedIndex {
  /** Name of the key file, such as `alpine-devel@lists.alpinelinux.org-6165ee59.rsa.pub`. */
  readonly key: string;
  readonly algorithm: "RSA-SHA1" | "RSA-SHA256";
  readonly signature: Buffer;
  /** The second gzip stream, compressed as it is: exactly these bytes are signed. */
  readonly signed: Buffer;
}

const mostBytes = 256 * 1024 * 1024;
const names = /^\.SIGN\.(RSA|RSA256)\.([A-Za-z0-9@._-]{1,200}\.rsa\.pub)$/;

/** Takes an index apart as apk's format has it: two gzip streams, the first a tar segment with the signature only. */
export function takeApart(file: Buffer): SignedIndex | undefined {
  const first = gzipMember(file);
  const [entry] = first === undefined ? [] : [...tarEntries(first.content)];
  const [, hash, key] = names.exec(entry?.name ?? "") ?? [];
  if (first === undefined || entry === undefined || key === undefined) return undefined;
  const algorithm = hash === "RSA" ? "RSA-SHA1" : "RSA-SHA256";
  return { key, algorithm, signature: entry.content, signed: file.subarray(first.bytes) };
}

/** Whether the signature is of this public key (PEM). */
export function isSignedBy(index: SignedIndex, publicKey: string): boolean {
  try {
    const verify = createVerify(index.algorithm).update(index.signed);
    return verify.verify(createPublicKey(publicKey), index.signature);
  } catch {
    return false;
  }
}

/** The packages of an index by `name`, and when it was made; nothing for what is no index. */
export function readIndex(
  { signed }: SignedIndex,
  wanted: ReadonlySet<string>,
): { readonly offered: ReadonlyMap<string, readonly string[]>; readonly date: Date } | undefined {
  let content: Buffer;
  try {
    content = gunzipSync(signed, { maxOutputLength: mostBytes });
  } catch {
    return undefined;
  }
  const entry = [...tarEntries(content)].find((it) => it.name === "APKINDEX");
  if (entry === undefined) return undefined;
  const offered = new Map<string, string[]>();
  let [name, version] = ["", ""];
  for (const line of `${entry.content.toString("utf8")}\n\n`.split("\n")) {
    if (line.startsWith("P:")) name = line.slice(2);
    else if (line.startsWith("V:")) version = line.slice(2);
    else if (line === "") {
      if (wanted.has(name) && version !== "") offered.set(name, [...(offered.get(name) ?? []), version]);
      [name, version] = ["", ""];
    }
  }
  return { offered, date: new Date(entry.modified * 1000) };
}

/** The first stream of a file of gzip streams (RFC 1952), without optional header fields. */
function gzipMember(file: Buffer): { readonly content: Buffer; readonly bytes: number } | undefined {
  if (file.length < 20 || file.readUInt16BE(0) !== 0x1f8b || file[3] !== 0) return undefined;
  try {
    const options = { info: true, maxOutputLength: 1024 * 1024 } as const;
    const inflated = inflateRawSync(file.subarray(10), options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { content: inflated.buffer, bytes: 10 + inflated.engine.bytesWritten + 8 };
  } catch {
    return undefined;
  }
}
