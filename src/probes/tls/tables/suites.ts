import type { Suite } from "../facts.ts";
import { suiteFromName } from "./suite-from-name.ts";
import { ssl2KindNames, suiteNames } from "./suite-names.ts";

const all = [...suiteNames, ...ssl2KindNames].map(([code, name]) => suiteFromName(code, name));
const byCode: ReadonlyMap<number, Suite> = new Map(all.map((it) => [it.code, it]));

/** Every cipher kind of SSLv2. */
export const ssl2Kinds: readonly number[] = ssl2KindNames.map(([code]) => code);

const isTls13 = (code: number) => code >>> 8 === 0x13 || code === 0xc0b4 || code === 0xc0b5 || code >>> 1 === 0x63;
/** Code points of the suites that only TLS 1.3 has (RFC 8446, RFC 8998, RFC 9150). */
export const tls13Suites: readonly number[] = suiteNames.map(([code]) => code).filter(isTls13);
/** Code points of all others, SSLv3 to TLS 1.2. */
export const earlierSuites: readonly number[] = suiteNames.map(([code]) => code).filter((code) => !isTls13(code));

/** Name and properties of a suite; one that has no name here is told by its number, as an unknown one. */
export function suiteOf(code: number): Suite {
  const known = byCode.get(code);
  if (known) return known;
  return suiteFromName(code, `0x${code.toString(16).padStart(4, "0")}`);
}
