import { createECDH, randomBytes } from "node:crypto";
import { curveCodes, tls13GroupCodes } from "../tables/groups.ts";
import { signatureSchemeCodes } from "../tables/signature-schemes.ts";
import { type ClientHello, type Extension, versionCodes, type WireVersion } from "../wire/client-hello.ts";
import {
  encryptThenMac,
  extensionTypes,
  keyShare,
  pointFormats,
  pskKeyExchangeModes,
  serverName,
  signatureAlgorithms,
  signatureAlgorithmsCert,
  supportedGroups,
  supportedVersions,
} from "../wire/extension.ts";
import type { ServerHello } from "../wire/flight.ts";

/** What one trial offers; whatever is not said is offered in full. */
export interface Offer {
  readonly version: WireVersion;
  readonly suites: readonly number[];
  readonly groups?: readonly number[];
  readonly schemes?: readonly number[];
  /** TLS 1.3: groups for which a real key is sent along; without any the server has to ask for one. */
  readonly shares?: readonly number[];
  /** TLS 1.3: a key is sent once the server has asked for it by its group, so that the handshake goes on a step. */
  readonly goesOn?: true;
}

/** Lengths of the public keys of X25519 and X448. */
const montgomery: ReadonlyMap<number, number> = new Map([
  [29, 32],
  [30, 56],
]);
const curves: ReadonlyMap<number, string> = new Map([
  [23, "prime256v1"],
  [24, "secp384r1"],
  [25, "secp521r1"],
]);
/** Groups for which a valid public key can be sent without computing anything with it, the cheap ones first. */
export const sharable: readonly number[] = [29, 23, 24, 25, 30];

/** Any bytes are a public key of X25519 and X448 (RFC 7748); a point of the other curves has to lie on them. */
function publicKey(group: number): Buffer {
  const length = montgomery.get(group);
  return length === undefined ? createECDH(curves.get(group) ?? "prime256v1").generateKeys() : randomBytes(length);
}

/** Old curves behind those that are in use: some servers read only the first few. */
export const defaultCurves: readonly number[] = [29, 23, 24, 25, 30, ...curveCodes].filter(
  (code, at, all) => all.indexOf(code) === at,
);
export const defaultSchemes: readonly number[] = [
  0x0403,
  0x0503,
  0x0603,
  0x0807,
  0x0808,
  0x0804,
  0x0805,
  0x0806,
  0x0401,
  0x0501,
  0x0601,
  0x0203,
  0x0201,
  ...signatureSchemeCodes,
].filter((code, at, all) => all.indexOf(code) === at);
export const defaultTls13Groups: readonly number[] = [0x11ec, 29, 23, 24, 25, 30, ...tls13GroupCodes].filter(
  (code, at, all) => all.indexOf(code) === at,
);

function extensionsOf(offer: Offer, name: string | undefined): readonly Extension[] {
  const schemes = offer.schemes ?? defaultSchemes;
  // SSLv3 knows no extensions.
  if (offer.version === "SSLv3") return [];
  const named = name === undefined ? [] : [serverName(name)];
  if (offer.version === "TLSv1.3")
    return [
      ...named,
      supportedVersions([versionCodes["TLSv1.3"]]),
      supportedGroups(offer.groups ?? defaultTls13Groups),
      signatureAlgorithms(schemes),
      // A narrow choice of schemes is about the handshake, not about how the chain was signed.
      signatureAlgorithmsCert(defaultSchemes),
      pskKeyExchangeModes(),
      keyShare((offer.shares ?? []).map((group) => ({ group, key: publicKey(group) }))),
    ];
  return [
    ...named,
    supportedGroups(offer.groups ?? defaultCurves),
    pointFormats(),
    // Whether it is granted is seen in passing, once a block suite is chosen.
    encryptThenMac(),
    ...(offer.version === "TLSv1.2" ? [signatureAlgorithms(schemes)] : []),
  ];
}

/** The hello that makes an offer. */
export function helloOf(offer: Offer, name: string | undefined): ClientHello {
  return {
    version: offer.version,
    suites: offer.suites,
    random: randomBytes(32),
    extensions: extensionsOf(offer, name),
  };
}

/**
 * The same hello with the key that a HelloRetryRequest asked for (RFC 8446 section 4.1.2); `undefined` where no key of that
 * group is made here.
 */
export function helloAgain(hello: ClientHello, { group, extensions }: ServerHello): ClientHello | undefined {
  if (group === undefined || !sharable.includes(group)) return undefined;
  const cookie = extensions.filter((it) => it.type === extensionTypes.cookie);
  const others = (hello.extensions ?? []).filter((it) => it.type !== extensionTypes.keyShare);
  return { ...hello, extensions: [...others, ...cookie, keyShare([{ group, key: publicKey(group) }])] };
}
