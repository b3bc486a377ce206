import { u8, u16, u24 } from "./write.ts";

export const contentTypes = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
  heartbeat: 24,
} as const;

const maxFragment = 16_384;

/** One TLS record, or several of the same type where the content is longer than one holds (RFC 8446 section 5.1). */
export function record(type: number, content: Buffer, version = 0x0301): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < content.length; at += maxFragment) {
    const fragment = content.subarray(at, at + maxFragment);
    parts.push(u8(type), u16(version), u16(fragment.length), fragment);
  }
  return Buffer.concat(parts);
}

/** A handshake message with its header, without a record around it. */
export function handshakeMessage(type: number, body: Buffer): Buffer {
  return Buffer.concat([u8(type), u24(body.length), body]);
}

/** An alert record. */
export function alertRecord(level: 1 | 2, description: number, version = 0x0301): Buffer {
  return record(contentTypes.alert, Buffer.from([level, description]), version);
}
