import type { Extension } from "./client-hello.ts";
import { opaque8, opaque16, u8, u16, u16List } from "./write.ts";

/** Numbers of the extensions that are spoken here (IANA TLS ExtensionType Values). */
export const extensionTypes = {
  serverName: 0,
  statusRequest: 5,
  supportedGroups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  heartbeat: 15,
  alpn: 16,
  signedCertificateTimestamp: 18,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  sessionTicket: 35,
  preSharedKey: 41,
  earlyData: 42,
  supportedVersions: 43,
  cookie: 44,
  pskKeyExchangeModes: 45,
  signatureAlgorithmsCert: 50,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

const empty = Buffer.alloc(0);
const extension = (type: number, data: Buffer): Extension => ({ type, data });

export function serverName(name: string): Extension {
  const entry = Buffer.concat([u8(0), opaque16(Buffer.from(name, "ascii"))]);
  return extension(extensionTypes.serverName, opaque16(entry));
}
/** OCSP, without responder ids or request extensions. */
export function statusRequest(): Extension {
  return extension(extensionTypes.statusRequest, Buffer.concat([u8(1), u16(0), u16(0)]));
}
export function supportedGroups(groups: readonly number[]): Extension {
  return extension(extensionTypes.supportedGroups, u16List(groups));
}
/** All three formats, as old servers insist on what they send. */
export function pointFormats(): Extension {
  return extension(extensionTypes.pointFormats, opaque8(Buffer.from([0, 1, 2])));
}
export function signatureAlgorithms(schemes: readonly number[]): Extension {
  return extension(extensionTypes.signatureAlgorithms, u16List(schemes));
}
export function signatureAlgorithmsCert(schemes: readonly number[]): Extension {
  return extension(extensionTypes.signatureAlgorithmsCert, u16List(schemes));
}
/** Mode 1: the peer may send. */
export function heartbeat(): Extension {
  return extension(extensionTypes.heartbeat, u8(1));
}
export function alpn(protocols: readonly string[]): Extension {
  const names = protocols.map((it) => opaque8(Buffer.from(it, "latin1")));
  return extension(extensionTypes.alpn, opaque16(Buffer.concat(names)));
}
export function signedCertificateTimestamp(): Extension {
  return extension(extensionTypes.signedCertificateTimestamp, empty);
}
export function encryptThenMac(): Extension {
  return extension(extensionTypes.encryptThenMac, empty);
}
export function extendedMasterSecret(): Extension {
  return extension(extensionTypes.extendedMasterSecret, empty);
}
/** Empty asks for a new ticket. */
export function sessionTicket(ticket: Buffer = empty): Extension {
  return extension(extensionTypes.sessionTicket, ticket);
}
export function supportedVersions(versions: readonly number[]): Extension {
  return extension(extensionTypes.supportedVersions, opaque8(Buffer.concat(versions.map(u16))));
}
export function pskKeyExchangeModes(modes: readonly number[] = [1]): Extension {
  return extension(extensionTypes.pskKeyExchangeModes, opaque8(Buffer.from(modes)));
}
/** Without shares the server must ask for the group it prefers (HelloRetryRequest). */
export function keyShare(shares: readonly { readonly group: number; readonly key: Buffer }[] = []): Extension {
  const entries = shares.map(({ group, key }) => Buffer.concat([u16(group), opaque16(key)]));
  return extension(extensionTypes.keyShare, opaque16(Buffer.concat(entries)));
}
/** Empty for a first handshake, the Finished message of the client when renegotiating (RFC 5746). */
export function renegotiationInfo(verifyData: Buffer = empty): Extension {
  return extension(extensionTypes.renegotiationInfo, opaque8(verifyData));
}
