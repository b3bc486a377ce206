import type { Extension } from "./client-hello.ts";

export interface Alert {
  readonly level: number;
  readonly description: number;
}

export interface ServerHello {
  /** The version that was really chosen, from `supported_versions` where it is there. */
  readonly version: number;
  readonly random: Buffer;
  readonly sessionId: Buffer;
  readonly suite: number;
  readonly compression: number;
  readonly extensions: readonly Extension[];
  /** RFC 8446 section 4.1.3: a ServerHello with a fixed random value. */
  readonly isRetryRequest: boolean;
  /** Group of `key_share`. */
  readonly group?: number;
}

/** Parameters of a key exchange as the server sent them. */
export interface ServerKeyExchange {
  readonly kind: "ecdh" | "dh" | "rsa" | "psk" | "other";
  /** Named curve; 0xff01 and 0xff02 are explicit ones. */
  readonly group?: number;
  /** Prime and generator of Diffie-Hellman, modulus and exponent of export RSA. */
  readonly prime?: Buffer;
  readonly generator?: Buffer;
  readonly publicValue?: Buffer;
  /** TLS 1.2 only. */
  readonly signatureScheme?: number;
}

/** What a server sends in clear after a hello. */
export interface Flight {
  readonly serverHello?: ServerHello;
  /** DER, as sent, leaf first. */
  readonly certificates?: readonly Buffer[];
  readonly serverKeyExchange?: ServerKeyExchange;
  readonly certificateRequested: boolean;
  /** DER of the stapled OCSP response. */
  readonly stapled?: Buffer;
  readonly helloDone: boolean;
  readonly alert?: Alert;
  /** Set where an SSLv2 SERVER-HELLO came. */
  readonly ssl2?: Ssl2ServerHello;
  /** Why the bytes are not TLS, or too many. */
  readonly malformed?: string;
  /** The first bytes of what came, at most 256. */
  readonly head: Buffer;
}

export interface Ssl2ServerHello {
  readonly version: number;
  readonly certificate: Buffer;
  /** Three-byte cipher kinds that both sides have (SSLv2 servers tell all at once). */
  readonly kinds: readonly number[];
}
