import { earlierSuites, suiteOf } from "../tables/suites.ts";

/** Some servers don't read hellos with more suites than this (a byte's worth less one). */
const largest = 127;

/** What servers in the field may really be set to: everything that the common libraries implement with a certificate. */
function isCommon(code: number): boolean {
  const { keyExchange, authentication, cipher } = suiteOf(code);
  if (code === 0 || code >= 0xfe00 || /GOST|28147|KUZNYECHIK|MAGMA/.test(cipher)) return false;
  if (!/^(RSA|DHE|ECDHE)$/.test(keyExchange) && authentication !== "anon") return false;
  return authentication !== "DSS" && authentication !== "PSK" && !/^(ARIA_\d+_CBC|CAMELLIA_\d+_GCM)/.test(cipher);
}

const rank = (code: number) => {
  const { forwardSecret, aead, authentication, bits } = suiteOf(code);
  return (authentication === "anon" ? 8 : 0) + (bits < 128 ? 4 : 0) + (forwardSecret ? 0 : 2) + (aead ? 0 : 1);
};
const ranked = (codes: readonly number[]) => codes.toSorted((a, b) => rank(a) - rank(b));

function chunked(codes: readonly number[]): readonly (readonly number[])[] {
  const chunks: number[][] = [];
  for (let at = 0; at < codes.length; at += largest) chunks.push(codes.slice(at, at + largest));
  return chunks;
}

const common = ranked(earlierSuites.filter(isCommon));
const first = common.slice(0, largest);
const others = [...common.slice(largest), ...ranked(earlierSuites.filter((code) => !isCommon(code)))];

/** Every suite before TLS 1.3; the first chunk holds nearly all that is ever met. */
export const suiteChunks: readonly (readonly number[])[] = [first, ...chunked(others)];

/**
 * All of them for one hello, the ones that are ever met last: a server that chooses one of those has read the hello to its
 * end, or at least beyond where such servers stop.
 */
export const allSuites: readonly number[] = [...others, ...first];
/** Whether a suite that was chosen at that place of a hello shows that the server reads long ones. */
export const isBeyondShort = (place: number): boolean => place >= largest;
