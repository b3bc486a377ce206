import type { Trouble } from "../../../transports/trouble.ts";

/** What a server showed in one handshake: its certificates as sent, and what it sent along with them. */
export interface ShownChain {
  /** DER, leaf first. */
  readonly certificates: readonly Buffer[];
  /** DER of the stapled OCSP answer. */
  readonly stapled?: Buffer;
  /** A SignedCertificateTimestampList of the TLS extension (RFC 6962 section 3.3). */
  readonly timestamps?: Buffer;
}

/** `none`: the server has nothing for such a hello. */
export type Shown = ShownChain | "none" | Trouble;
