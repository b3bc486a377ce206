import type { Extension } from "./client-hello.ts";
import { extensionTypes } from "./extension.ts";
import type { ServerHello } from "./flight.ts";
import { Reader } from "./reader.ts";

/** SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3). */
const retryRandom = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

function readExtensions(reader: Reader): readonly Extension[] {
  if (reader.left === 0) return [];
  const block = new Reader(reader.opaque16());
  const extensions: Extension[] = [];
  while (block.left > 0 && !block.failed) extensions.push({ type: block.u16(), data: block.opaque16() });
  if (block.failed) reader.failed = true;
  return extensions;
}

/** Reads the body of a ServerHello or HelloRetryRequest; `undefined` where it is none. */
export function readServerHello(body: Buffer): ServerHello | undefined {
  const reader = new Reader(body);
  const legacy = reader.u16();
  const random = reader.take(32);
  const sessionId = reader.opaque8();
  const suite = reader.u16();
  const compression = reader.u8();
  const extensions = readExtensions(reader);
  if (reader.failed || legacy >>> 8 !== 3 || sessionId.length > 32) return undefined;
  const find = (type: number) => extensions.find((it) => it.type === type)?.data;
  const supported = find(extensionTypes.supportedVersions);
  const share = find(extensionTypes.keyShare);
  return {
    version: supported?.length === 2 ? supported.readUInt16BE(0) : legacy,
    random,
    sessionId,
    suite,
    compression,
    extensions,
    isRetryRequest: random.toString("hex") === retryRandom,
    ...(share !== undefined && share.length >= 2 && { group: share.readUInt16BE(0) }),
  };
}
