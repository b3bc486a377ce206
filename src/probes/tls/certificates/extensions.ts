import { childrenOf, type Der, readDer, tags } from "./der.ts";
import { bitsOf, hasBit, numberOf, oidOf } from "./der-values.ts";
import type { X509Fields } from "./x509.ts";

export const oids = {
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  nameConstraints: "2.5.29.30",
  crlDistributionPoints: "2.5.29.31",
  certificatePolicies: "2.5.29.32",
  extendedKeyUsage: "2.5.29.37",
  authorityInformation: "1.3.6.1.5.5.7.1.1",
  tlsFeature: "1.3.6.1.5.5.7.1.24",
  signedTimestamps: "1.3.6.1.4.1.11129.2.4.2",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
  anyPurpose: "2.5.29.37.0",
  ocsp: "1.3.6.1.5.5.7.48.1",
} as const;

const uriTag = 0x86;
const mostUrls = 16;

const extensionOf = (it: X509Fields, oid: string): Der | undefined => {
  const extension = it.extensions.get(oid);
  return extension && readDer(extension.value);
};
const textOf = (it: Der): string => it.body.subarray(0, 2048).toString("latin1");

/** Whether it may issue, and how many authorities may follow below it (RFC 5280 section 4.2.1.9). */
export function basicConstraintsOf(it: X509Fields): { readonly ca: boolean; readonly pathLength?: number } {
  const parts = childrenOf(extensionOf(it, oids.basicConstraints));
  const ca = parts[0]?.tag === tags.boolean && parts[0].body[0] !== 0;
  const pathLength = numberOf(parts.find((part) => part.tag === tags.integer));
  return { ca, ...(pathLength !== undefined && { pathLength }) };
}

/** Bit numbers of the key usages that judging a chain needs (RFC 5280 section 4.2.1.3). */
export const keyUsages = { digitalSignature: 0, keyCertSign: 5, crlSign: 6 } as const;

/** Whether the key may be used so; without the extension it may be used for everything. */
export function keyMay(it: X509Fields, usage: keyof typeof keyUsages): boolean {
  if (!it.extensions.has(oids.keyUsage)) return true;
  const bits = bitsOf(extensionOf(it, oids.keyUsage));
  return bits !== undefined && hasBit(bits, keyUsages[usage]);
}

/** Purposes of the extended key usage; `undefined` without that extension. */
export function purposesOf(it: X509Fields): readonly string[] | undefined {
  return it.extensions.has(oids.extendedKeyUsage)
    ? childrenOf(extensionOf(it, oids.extendedKeyUsage)).map(oidOf)
    : undefined;
}

/** Where its OCSP responders are (RFC 5280 section 4.2.2.1). */
export function ocspUrlsOf(it: X509Fields): readonly string[] {
  return childrenOf(extensionOf(it, oids.authorityInformation))
    .map(childrenOf)
    .flatMap(([method, place]) => (oidOf(method) === oids.ocsp && place?.tag === uriTag ? [textOf(place)] : []))
    .slice(0, mostUrls);
}

/** The URLs in a DistributionPointName that gives full names. */
export function urlsOfPoint(name: Der | undefined): readonly string[] {
  return childrenOf(childrenOf(name).find((it) => it.tag === 0xa0)).flatMap((it) =>
    it.tag === uriTag ? [textOf(it)] : [],
  );
}

/** Where its revocation lists are (RFC 5280 section 4.2.1.13); points for single reasons or of another issuer are left out. */
export function crlUrlsOf(it: X509Fields): readonly string[] {
  return childrenOf(extensionOf(it, oids.crlDistributionPoints))
    .map(childrenOf)
    .filter((parts) => parts.every((part) => part.tag === 0xa0))
    .flatMap((parts) => urlsOfPoint(parts[0]))
    .slice(0, mostUrls);
}

/** Whether it demands a stapled OCSP answer (RFC 7633: feature 5, status_request). */
export function mustStaple(it: X509Fields): boolean {
  return childrenOf(extensionOf(it, oids.tlsFeature)).some((feature) => numberOf(feature) === 5);
}
