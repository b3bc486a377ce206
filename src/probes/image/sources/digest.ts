import { createHash } from "node:crypto";
import { garbled } from "./source-trouble.ts";

export const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** `sha256:…` of bytes. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** @throws TroubleError where the bytes are not those of the digest */
export function verified(bytes: Buffer, digest: string, what: string): Buffer {
  if (digestOf(bytes) !== digest) throw garbled(`${what} doesn't have the digest ${digest} by which it is named`);
  return bytes;
}
