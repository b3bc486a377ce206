import type { PrfHash } from "./key-schedule.ts";

export interface SessionSuite {
  readonly code: number;
  readonly keyExchange: "RSA" | "DHE" | "ECDHE";
  readonly mode: "cbc" | "gcm" | "chacha";
  /** Name of the cipher in OpenSSL's notation. */
  readonly cipher: "aes-128-cbc" | "aes-256-cbc" | "des-ede3-cbc" | "aes-128-gcm" | "aes-256-gcm" | "chacha20-poly1305";
  readonly keyBytes: number;
  /** Initialisation vector of the key block: a whole block for CBC before TLS 1.1, the fixed part of a nonce else. */
  readonly ivBytes: number;
  /** Block size for CBC. */
  readonly blockBytes: number;
  readonly mac?: "sha1" | "sha256" | "sha384";
  readonly macBytes: number;
  /** Of TLS 1.2. */
  readonly prf: PrfHash;
  readonly needsTls12: boolean;
}

type KeyExchange = SessionSuite["keyExchange"];

const macSizes = { sha1: 20, sha256: 32, sha384: 48 } as const;

function cbc(
  code: number,
  keyExchange: KeyExchange,
  cipher: "aes-128-cbc" | "aes-256-cbc" | "des-ede3-cbc",
  mac: keyof typeof macSizes,
): SessionSuite {
  const keyBytes = { "aes-128-cbc": 16, "aes-256-cbc": 32, "des-ede3-cbc": 24 }[cipher];
  const blockBytes = cipher === "des-ede3-cbc" ? 8 : 16;
  const macBytes = macSizes[mac];
  const prf = mac === "sha384" ? "sha384" : "sha256";
  const head = { code, keyExchange, mode: "cbc", cipher, keyBytes, ivBytes: blockBytes, blockBytes } as const;
  return { ...head, mac, macBytes, prf, needsTls12: mac !== "sha1" };
}

function aead(
  code: number,
  keyExchange: KeyExchange,
  cipher: "aes-128-gcm" | "aes-256-gcm" | "chacha20-poly1305",
): SessionSuite {
  const head = { code, keyExchange, cipher, blockBytes: 1, macBytes: 0, needsTls12: true } as const;
  if (cipher === "chacha20-poly1305") return { ...head, mode: "chacha", keyBytes: 32, ivBytes: 12, prf: "sha256" };
  const keyBytes = cipher === "aes-128-gcm" ? 16 : 32;
  return { ...head, mode: "gcm", keyBytes, ivBytes: 4, prf: keyBytes === 16 ? "sha256" : "sha384" };
}

/** Suites with which a whole handshake can be done here, the cheapest first. */
export const sessionSuites: readonly SessionSuite[] = [
  aead(0xc02f, "ECDHE", "aes-128-gcm"),
  aead(0xc02b, "ECDHE", "aes-128-gcm"),
  aead(0xc030, "ECDHE", "aes-256-gcm"),
  aead(0xc02c, "ECDHE", "aes-256-gcm"),
  aead(0xcca8, "ECDHE", "chacha20-poly1305"),
  aead(0xcca9, "ECDHE", "chacha20-poly1305"),
  aead(0x009c, "RSA", "aes-128-gcm"),
  aead(0x009d, "RSA", "aes-256-gcm"),
  aead(0x009e, "DHE", "aes-128-gcm"),
  aead(0x009f, "DHE", "aes-256-gcm"),
  aead(0xccaa, "DHE", "chacha20-poly1305"),
  cbc(0xc013, "ECDHE", "aes-128-cbc", "sha1"),
  cbc(0xc009, "ECDHE", "aes-128-cbc", "sha1"),
  cbc(0xc014, "ECDHE", "aes-256-cbc", "sha1"),
  cbc(0xc00a, "ECDHE", "aes-256-cbc", "sha1"),
  cbc(0xc027, "ECDHE", "aes-128-cbc", "sha256"),
  cbc(0xc023, "ECDHE", "aes-128-cbc", "sha256"),
  cbc(0xc028, "ECDHE", "aes-256-cbc", "sha384"),
  cbc(0xc024, "ECDHE", "aes-256-cbc", "sha384"),
  cbc(0x002f, "RSA", "aes-128-cbc", "sha1"),
  cbc(0x0035, "RSA", "aes-256-cbc", "sha1"),
  cbc(0x003c, "RSA", "aes-128-cbc", "sha256"),
  cbc(0x003d, "RSA", "aes-256-cbc", "sha256"),
  cbc(0x0033, "DHE", "aes-128-cbc", "sha1"),
  cbc(0x0039, "DHE", "aes-256-cbc", "sha1"),
  cbc(0x0067, "DHE", "aes-128-cbc", "sha256"),
  cbc(0x006b, "DHE", "aes-256-cbc", "sha256"),
  cbc(0xc012, "ECDHE", "des-ede3-cbc", "sha1"),
  cbc(0xc008, "ECDHE", "des-ede3-cbc", "sha1"),
  cbc(0x000a, "RSA", "des-ede3-cbc", "sha1"),
  cbc(0x0016, "DHE", "des-ede3-cbc", "sha1"),
];

const byCode = new Map(sessionSuites.map((it) => [it.code, it]));

/** The suite with that code, where a handshake can be done with it here. */
export function sessionSuite(code: number): SessionSuite | undefined {
  return byCode.get(code);
}
