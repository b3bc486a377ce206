import { childrenOf, type Der, inside, readDer, tags } from "./der.ts";
import { bitsOf, numberOf, oidOf, timeOf } from "./der-values.ts";
import { type Extension, extensionsIn } from "./x509.ts";

/** What a responder says of one certificate (RFC 6960 section 4.2.1). */
export interface SingleResponse {
  readonly hashAlgorithm: string;
  readonly issuerNameHash: Buffer;
  readonly issuerKeyHash: Buffer;
  readonly serial: Buffer;
  readonly status: "good" | "revoked" | "unknown";
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly extensions: ReadonlyMap<string, Extension>;
}

export interface OcspResponse {
  readonly toBeSigned: Buffer;
  readonly signatureAlgorithm: Der;
  readonly signature: Buffer;
  /** Name of the responder, or SHA-1 of its key's bits. */
  readonly responder: { readonly name: Buffer } | { readonly keyHash: Buffer };
  readonly responses: readonly SingleResponse[];
  /** DER of the certificates that came along. */
  readonly certificates: readonly Buffer[];
}

const basicResponse = "1.3.6.1.5.5.7.48.1.1";
const explicit0 = 0xa0;
const explicit1 = 0xa1;
const explicit2 = 0xa2;
const statuses: Readonly<Record<number, SingleResponse["status"]>> = { 128: "good", 161: "revoked", 130: "unknown" };

function readSingle(it: Der): SingleResponse | undefined {
  const [id, state, updated, ...more] = childrenOf(it);
  const [algorithm, nameHash, keyHash, serial] = childrenOf(id);
  const status = state && statuses[state.tag];
  const thisUpdate = timeOf(updated);
  const nextUpdate = timeOf(inside(more.find((part) => part.tag === explicit0)));
  if (!nameHash || !keyHash || !serial || !status || !thisUpdate) return undefined;
  return {
    hashAlgorithm: oidOf(childrenOf(algorithm)[0]),
    issuerNameHash: nameHash.body,
    issuerKeyHash: keyHash.body,
    serial: serial.body,
    status,
    thisUpdate,
    ...(nextUpdate && { nextUpdate }),
    extensions: extensionsIn(inside(more.find((part) => part.tag === explicit1))),
  };
}

function readResponder(it: Der | undefined): OcspResponse["responder"] | undefined {
  const content = inside(it);
  if (it?.tag === explicit1 && content) return { name: content.whole };
  if (it?.tag === explicit2 && content?.tag === tags.octetString) return { keyHash: content.body };
  return undefined;
}

/** Reads an OCSP answer; `undefined` where it is none, or says that the responder would not answer. Never throws. */
export function readOcspResponse(der: Buffer): OcspResponse | undefined {
  const [state, wrapped] = childrenOf(readDer(der));
  const [type, octets] = childrenOf(inside(wrapped));
  if (numberOf(state) !== 0 || oidOf(type) !== basicResponse) return undefined;
  const [toBeSigned, signatureAlgorithm, bits, certificates] = childrenOf(inside(octets));
  const signature = bitsOf(bits);
  const all = childrenOf(toBeSigned);
  const [responderId, , list] = all[0]?.tag === explicit0 ? all.slice(1) : all;
  const responder = readResponder(responderId);
  if (!toBeSigned || !signatureAlgorithm || !signature || !responder) return undefined;
  return {
    toBeSigned: toBeSigned.whole,
    signatureAlgorithm,
    signature,
    responder,
    responses: childrenOf(list).flatMap((it) => readSingle(it) ?? []),
    certificates: childrenOf(inside(certificates)).map((it) => it.whole),
  };
}
