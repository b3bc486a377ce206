import { readStatus } from "../wire/certificates.ts";
import { Deframer } from "../wire/deframer.ts";
import { extensionTypes } from "../wire/extension.ts";
import { contentTypes, handshakeMessage } from "../wire/frame.ts";
import { HandshakeAssembler, type HandshakeMessage } from "../wire/handshake-assembler.ts";
import { Reader } from "../wire/reader.ts";
import { readServerHello } from "../wire/server-hello.ts";
import type { ShownChain } from "./shown-chain.ts";
import { type OpenRecord, openerOf } from "./tls13-secrets.ts";
import type { KeyAgreement } from "./tls13-shares.ts";

/** Reads a Certificate message of TLS 1.3 (RFC 8446 section 4.4.2); `undefined` where it is none. */
export function readTls13Certificates(body: Buffer): ShownChain | undefined {
  const reader = new Reader(body);
  reader.opaque8();
  const list = new Reader(reader.opaque24());
  const certificates: Buffer[] = [];
  let along: Omit<ShownChain, "certificates"> = {};
  while (list.left > 0 && !list.failed) {
    certificates.push(list.opaque24());
    const extensions = list.opaque16();
    if (certificates.length === 1) along = readAlong(extensions);
  }
  return reader.failed || list.failed || reader.left > 0 ? undefined : { certificates, ...along };
}

function readAlong(extensions: Buffer): Omit<ShownChain, "certificates"> {
  const reader = new Reader(extensions);
  const found = new Map<number, Buffer>();
  while (reader.left > 0 && !reader.failed) found.set(reader.u16(), reader.opaque16());
  const status = found.get(extensionTypes.statusRequest);
  const stapled = status && readStatus(status);
  const timestamps = found.get(extensionTypes.signedCertificateTimestamp);
  return { ...(stapled && { stapled }), ...(timestamps && { timestamps }) };
}

/** How reading a flight of TLS 1.3 ended. */
export type Tls13End =
  | { readonly shown: ShownChain }
  | { readonly alert: number }
  /** The server wants another group, suite or version than was offered. */
  | { readonly otherwise: string }
  | { readonly malformed: string };

const certificate = 11;
const finished = 20;
const maxRecords = 500;

/** Reads what a TLS 1.3 server sends up to its certificate, from bytes as they come. Never throws. */
export class Tls13Flight {
  readonly #hello: Buffer;
  readonly #own: KeyAgreement;
  readonly #records = new Deframer();
  readonly #clear = new HandshakeAssembler();
  readonly #protected = new HandshakeAssembler();
  #open: OpenRecord | undefined;
  #seen = 0;
  /** Set once there is nothing more to be read. */
  end: Tls13End | undefined;

  /** `hello` is our hello as a handshake message, to the byte. */
  constructor(hello: Buffer, own: KeyAgreement) {
    this.#hello = hello;
    this.#own = own;
  }

  push(chunk: Buffer): void {
    for (const { type, content } of this.#records.push(chunk)) {
      this.#seen += 1;
      if (this.#seen > maxRecords) this.end ??= { malformed: "too many records" };
      if (this.end) return;
      if (type === contentTypes.applicationData) this.#protectedRecord(content);
      else if (type === contentTypes.alert) this.#alert(content);
      else if (type === contentTypes.handshake) for (const it of this.#clear.push(content)) this.#serverHello(it);
    }
    const malformed = this.#records.malformed ?? this.#clear.malformed ?? this.#protected.malformed;
    if (malformed !== undefined) this.end ??= { malformed };
  }

  #alert(content: Buffer): void {
    this.end ??= { alert: content[1] ?? 0 };
  }

  #serverHello({ type, body }: HandshakeMessage): void {
    const hello = type === 2 ? readServerHello(body) : undefined;
    if (this.#open || !hello) {
      this.end ??= { malformed: "no ServerHello where it belongs" };
      return;
    }
    if (hello.isRetryRequest || hello.version !== 0x0304) {
      this.end ??= { otherwise: hello.isRetryRequest ? "another group" : "another version" };
      return;
    }
    const share = new Reader(
      hello.extensions.find((it) => it.type === extensionTypes.keyShare)?.data ?? Buffer.alloc(0),
    );
    const group = share.u16();
    const secret = group === this.#own.group ? this.#own.secretWith(share.opaque16()) : undefined;
    const transcript = Buffer.concat([this.#hello, handshakeMessage(type, body)]);
    this.#open = secret && openerOf(hello.suite, secret, transcript);
    if (!this.#open) this.end ??= { malformed: "a key exchange that does not work out" };
  }

  #protectedRecord(content: Buffer): void {
    const opened = this.#open?.(content);
    if (!opened) {
      this.end ??= { malformed: "a record that the keys don't open" };
      return;
    }
    if (opened.type === contentTypes.alert) this.#alert(opened.content);
    if (opened.type !== contentTypes.handshake) return;
    for (const { type, body } of this.#protected.push(opened.content)) {
      if (type === finished) this.end ??= { otherwise: "no certificate" };
      if (type !== certificate) continue;
      const shown = readTls13Certificates(body);
      this.end ??= shown ? { shown } : { malformed: "the Certificate message can't be read" };
    }
  }
}
