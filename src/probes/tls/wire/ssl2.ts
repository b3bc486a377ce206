import { randomBytes } from "node:crypto";
import type { Ssl2ServerHello } from "./flight.ts";
import { Reader } from "./reader.ts";
import { u8, u16, u24 } from "./write.ts";

/** The SSLv2 CLIENT-HELLO with a two-byte record header; kinds are three bytes each. */
export function ssl2ClientHello(kinds: readonly number[], challenge = randomBytes(16)): Buffer {
  const body = Buffer.concat([
    u8(1),
    u16(0x0002),
    u16(kinds.length * 3),
    u16(0),
    u16(challenge.length),
    ...kinds.map(u24),
    challenge,
  ]);
  return Buffer.concat([u16(0x8000 | body.length), body]);
}

/** Length of the SSLv2 record at the start of the bytes, with its header; `undefined` where the bytes can't be one. */
function recordLength(bytes: Buffer): { readonly header: number; readonly content: number } | undefined {
  const first = bytes.readUInt8(0);
  const word = bytes.readUInt16BE(0);
  if (first & 0x80) return { header: 2, content: word & 0x7fff };
  // Alert and handshake records of TLS would also pass for three-byte headers.
  if (first >= 20 && first <= 24) return undefined;
  return { header: 3, content: word & 0x3fff };
}

export type Ssl2Answer =
  | { readonly state: "more" }
  | { readonly state: "hello"; readonly hello: Ssl2ServerHello }
  | { readonly state: "error"; readonly code: number }
  | { readonly state: "other" };

/** Reads what a server answered to an SSLv2 hello so far: `more` where the record is not complete. Never throws. */
export function readSsl2Answer(bytes: Buffer): Ssl2Answer {
  if (bytes.length < 3) return { state: "more" };
  const size = recordLength(bytes);
  if (size === undefined || size.content < 3) return { state: "other" };
  const type = bytes.length > size.header ? bytes.readUInt8(size.header) : undefined;
  if (type !== undefined && type !== 0 && type !== 4) return { state: "other" };
  if (bytes.length < size.header + size.content) return { state: "more" };
  const reader = new Reader(bytes.subarray(size.header + 1, size.header + size.content));
  if (type === 0) {
    const code = reader.u16();
    return reader.left === 0 && !reader.failed ? { state: "error", code } : { state: "other" };
  }
  reader.u8();
  reader.u8();
  const version = reader.u16();
  const lengths = { certificate: reader.u16(), kinds: reader.u16(), connection: reader.u16() };
  const certificate = reader.take(lengths.certificate);
  const list = new Reader(reader.take(lengths.kinds));
  reader.take(lengths.connection);
  const kinds: number[] = [];
  while (list.left > 0 && !list.failed) kinds.push(list.u24());
  if (reader.failed || list.failed || version !== 2) return { state: "other" };
  return { state: "hello", hello: { version, certificate, kinds } };
}
