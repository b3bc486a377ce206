import { childrenOf, type Der, inside } from "./der.ts";
import { numberOf, oidOf } from "./der-values.ts";

interface Algorithm {
  readonly name: string;
  /** Hash that is given to the verification; absent where the algorithm brings its own or can't be verified here. */
  readonly hash?: string;
  readonly kind: "rsa" | "pss" | "ecdsa" | "dsa" | "own-hash" | "not-verifiable";
}

/** Signature algorithms by object identifier (RFC 3279, 4055, 5758, 8410, 9909). */
const algorithms: Readonly<Record<string, Algorithm>> = {
  "1.2.840.113549.1.1.2": { name: "md2WithRSAEncryption", kind: "not-verifiable" },
  "1.2.840.113549.1.1.4": { name: "md5WithRSAEncryption", kind: "rsa", hash: "md5" },
  "1.2.840.113549.1.1.5": { name: "sha1WithRSAEncryption", kind: "rsa", hash: "sha1" },
  "1.2.840.113549.1.1.10": { name: "rsassaPss", kind: "pss" },
  "1.2.840.113549.1.1.11": { name: "sha256WithRSAEncryption", kind: "rsa", hash: "sha256" },
  "1.2.840.113549.1.1.12": { name: "sha384WithRSAEncryption", kind: "rsa", hash: "sha384" },
  "1.2.840.113549.1.1.13": { name: "sha512WithRSAEncryption", kind: "rsa", hash: "sha512" },
  "1.2.840.113549.1.1.14": { name: "sha224WithRSAEncryption", kind: "rsa", hash: "sha224" },
  "1.2.840.10040.4.3": { name: "dsaWithSHA1", kind: "dsa", hash: "sha1" },
  "2.16.840.1.101.3.4.3.2": { name: "dsaWithSHA256", kind: "dsa", hash: "sha256" },
  "1.2.840.10045.4.1": { name: "ecdsa-with-SHA1", kind: "ecdsa", hash: "sha1" },
  "1.2.840.10045.4.3.1": { name: "ecdsa-with-SHA224", kind: "ecdsa", hash: "sha224" },
  "1.2.840.10045.4.3.2": { name: "ecdsa-with-SHA256", kind: "ecdsa", hash: "sha256" },
  "1.2.840.10045.4.3.3": { name: "ecdsa-with-SHA384", kind: "ecdsa", hash: "sha384" },
  "1.2.840.10045.4.3.4": { name: "ecdsa-with-SHA512", kind: "ecdsa", hash: "sha512" },
  "1.3.101.112": { name: "ed25519", kind: "own-hash" },
  "1.3.101.113": { name: "ed448", kind: "own-hash" },
  "2.16.840.1.101.3.4.3.17": { name: "ml-dsa-44", kind: "own-hash" },
  "2.16.840.1.101.3.4.3.18": { name: "ml-dsa-65", kind: "own-hash" },
  "2.16.840.1.101.3.4.3.19": { name: "ml-dsa-87", kind: "own-hash" },
};

const hashes: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** The name of a signature algorithm; its dotted object identifier where it has none here. */
export function algorithmName(identifier: Der | undefined): string {
  const oid = oidOf(childrenOf(identifier)[0]);
  return algorithms[oid]?.name ?? oid;
}

/** The algorithm of an AlgorithmIdentifier, with what verifying needs; `undefined` where it is not known. */
export function algorithmOf(identifier: Der): (Algorithm & { readonly saltLength?: number }) | undefined {
  const [oid, parameters] = childrenOf(identifier);
  const algorithm = algorithms[oidOf(oid)];
  if (algorithm?.kind !== "pss") return algorithm;
  const given = childrenOf(parameters);
  const hashId = childrenOf(inside(given.find((it) => it.tag === 0xa0)))[0];
  const hash = hashId === undefined ? "sha1" : hashes[oidOf(hashId)];
  const saltLength = numberOf(inside(given.find((it) => it.tag === 0xa2))) ?? 20;
  return hash === undefined ? undefined : { ...algorithm, hash, saltLength };
}
