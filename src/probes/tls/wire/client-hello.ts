import { randomBytes } from "node:crypto";
import { handshakeMessage, record } from "./frame.ts";
import { opaque8, opaque16, u16, u16List } from "./write.ts";

/** Wire numbers of the versions; SSLv2 has a hello of its own. */
export const versionCodes = { SSLv3: 0x0300, TLSv1: 0x0301, "TLSv1.1": 0x0302, "TLSv1.2": 0x0303, "TLSv1.3": 0x0304 };
export type WireVersion = keyof typeof versionCodes;

export interface Extension {
  readonly type: number;
  readonly data: Buffer;
}

/** A hello as it goes over the wire; nothing is added to it that isn't said here. */
export interface ClientHello {
  /** The highest version: `legacy_version`, and for TLS 1.3 it needs `supported_versions` among the extensions. */
  readonly version: WireVersion;
  /** Code points in the client's order. */
  readonly suites: readonly number[];
  readonly extensions?: readonly Extension[];
  readonly sessionId?: Buffer;
  /** Compression methods; null only where absent. */
  readonly compression?: readonly number[];
  /** 32 bytes; fresh ones where absent. */
  readonly random?: Buffer;
}

const extensionBytes = ({ type, data }: Extension) => Buffer.concat([u16(type), opaque16(data)]);

/** The hello as a handshake message with its header (RFC 5246 section 7.4.1.2, RFC 8446 section 4.1.2). */
export function clientHelloMessage(hello: ClientHello): Buffer {
  const legacy = Math.min(versionCodes[hello.version], 0x0303);
  const extensions = Buffer.concat((hello.extensions ?? []).map(extensionBytes));
  return handshakeMessage(
    1,
    Buffer.concat([
      u16(legacy),
      hello.random ?? randomBytes(32),
      opaque8(hello.sessionId ?? Buffer.alloc(0)),
      u16List(hello.suites),
      opaque8(Buffer.from(hello.compression ?? [0])),
      // SSLv3 servers may choke on an extension block, also an empty one.
      extensions.length > 0 ? opaque16(extensions) : Buffer.alloc(0),
    ]),
  );
}

/** A hello that follows a HelloRetryRequest, as a record. */
export function retriedHello(hello: ClientHello): Buffer {
  return record(22, clientHelloMessage(hello), 0x0303);
}

/** The hello as a record, ready to be sent. The record says TLS 1.0 for anything newer (RFC 8446 section 5.1). */
export function clientHello(hello: ClientHello): Buffer {
  return record(22, clientHelloMessage(hello), Math.min(versionCodes[hello.version], 0x0301));
}
