import type { z } from "zod";
import type { groupSchema } from "../facts.ts";

export type Group = z.output<typeof groupSchema>;

/** Named groups that TLS 1.2 and earlier know, in code order (IANA TLS Supported Groups); the size is that of the field. */
const ecdh: readonly (readonly [code: number, name: string, bits: number])[] = [
  [1, "sect163k1", 163],
  [2, "sect163r1", 163],
  [3, "sect163r2", 163],
  [4, "sect193r1", 193],
  [5, "sect193r2", 193],
  [6, "sect233k1", 233],
  [7, "sect233r1", 233],
  [8, "sect239k1", 239],
  [9, "sect283k1", 283],
  [10, "sect283r1", 283],
  [11, "sect409k1", 409],
  [12, "sect409r1", 409],
  [13, "sect571k1", 571],
  [14, "sect571r1", 571],
  [15, "secp160k1", 160],
  [16, "secp160r1", 160],
  [17, "secp160r2", 160],
  [18, "secp192k1", 192],
  [19, "secp192r1", 192],
  [20, "secp224k1", 224],
  [21, "secp224r1", 224],
  [22, "secp256k1", 256],
  [23, "secp256r1", 256],
  [24, "secp384r1", 384],
  [25, "secp521r1", 521],
  [26, "brainpoolP256r1", 256],
  [27, "brainpoolP384r1", 384],
  [28, "brainpoolP512r1", 512],
  [29, "x25519", 255],
  [30, "x448", 448],
  [31, "brainpoolP256r1tls13", 256],
  [32, "brainpoolP384r1tls13", 384],
  [33, "brainpoolP512r1tls13", 512],
  [34, "GC256A", 256],
  [35, "GC256B", 256],
  [36, "GC256C", 256],
  [37, "GC256D", 256],
  [38, "GC512A", 512],
  [39, "GC512B", 512],
  [40, "GC512C", 512],
  [41, "curveSM2", 256],
  [0xff01, "arbitrary_explicit_prime_curves", 0],
  [0xff02, "arbitrary_explicit_char2_curves", 0],
];
const ffdhe: readonly (readonly [code: number, name: string, bits: number])[] = [
  [0x0100, "ffdhe2048", 2048],
  [0x0101, "ffdhe3072", 3072],
  [0x0102, "ffdhe4096", 4096],
  [0x0103, "ffdhe6144", 6144],
  [0x0104, "ffdhe8192", 8192],
];
/** Lattice parameter sets by their number: 512, 768, 1024. */
const kem: readonly (readonly [code: number, name: string, bits: number])[] = [
  [0x0200, "MLKEM512", 512],
  [0x0201, "MLKEM768", 768],
  [0x0202, "MLKEM1024", 1024],
];
const hybrid: readonly (readonly [code: number, name: string, bits: number])[] = [
  [0x11eb, "SecP256r1MLKEM768", 768],
  [0x11ec, "X25519MLKEM768", 768],
  [0x11ed, "SecP384r1MLKEM1024", 1024],
  [0x11ee, "curveSM2MLKEM768", 768],
  [0x6399, "X25519Kyber768Draft00", 768],
  [0x639a, "SecP256r1Kyber768Draft00", 768],
];

const named = (kind: Group["kind"], rows: typeof ecdh): readonly Group[] =>
  rows.map(([code, name, bits]) => ({ code, name, kind, bits }));

/** Every group that can be tried. */
export const groups: readonly Group[] = [
  ...named("ecdh", ecdh),
  ...named("ffdhe", ffdhe),
  ...named("kem", kem),
  ...named("hybrid", hybrid),
];
const byCode: ReadonlyMap<number, Group> = new Map(groups.map((it) => [it.code, it]));

/** Curves of ECDHE before TLS 1.3. */
export const curveCodes: readonly number[] = ecdh.map(([code]) => code).filter((code) => code < 31 || code > 33);
/** Finite-field groups (RFC 7919), which DHE before TLS 1.3 may also take from `supported_groups`. */
export const ffdheCodes: readonly number[] = ffdhe.map(([code]) => code);
/** Everything that TLS 1.3 could take: what others do is found by asking, too. */
export const tls13GroupCodes: readonly number[] = groups.map((it) => it.code).filter((code) => code < 0xff00);

/** Name and kind of a group, by its number where it has no name here. */
export function groupOf(code: number): Group {
  return byCode.get(code) ?? { code, name: `0x${code.toString(16).padStart(4, "0")}`, kind: "ecdh", bits: 0 };
}
