import {
  constants,
  createDiffieHellman,
  createECDH,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from "node:crypto";
import type { Flight } from "../wire/flight.ts";
import { opaque8, opaque16, u16 } from "../wire/write.ts";
import type { SessionSuite } from "./session-suites.ts";

/** Groups of ECDHE with which keys are agreed on here, the cheapest first. */
export const agreementGroups: readonly number[] = [29, 23, 24, 25];
const curves: Readonly<Record<number, string>> = { 23: "prime256v1", 24: "secp384r1", 25: "secp521r1" };

export interface Agreed {
  readonly premaster: Buffer;
  /** Body of the ClientKeyExchange message. */
  readonly clientKeyExchange: Buffer;
}

/** SubjectPublicKeyInfo before the 32 bytes of an X25519 key (RFC 8410). */
const x25519Head = Buffer.from("302a300506032b656e032100", "hex");

function overX25519(publicValue: Buffer): Agreed {
  const own = generateKeyPairSync("x25519");
  const publicKey = createPublicKey({ key: Buffer.concat([x25519Head, publicValue]), format: "der", type: "spki" });
  const ownPublic = own.publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return {
    premaster: diffieHellman({ privateKey: own.privateKey, publicKey }),
    clientKeyExchange: opaque8(ownPublic),
  };
}

function overCurve(curve: string, publicValue: Buffer): Agreed {
  const own = createECDH(curve);
  const ownPublic = own.generateKeys();
  return { premaster: own.computeSecret(publicValue), clientKeyExchange: opaque8(ownPublic) };
}

function overFiniteField(prime: Buffer, generator: Buffer, publicValue: Buffer): Agreed {
  const own = createDiffieHellman(prime, generator);
  const ownPublic = own.generateKeys();
  const secret = own.computeSecret(publicValue);
  // Before TLS 1.3 leading zeros are stripped (RFC 5246 section 8.1.2).
  const first = secret.findIndex((byte) => byte !== 0);
  return { premaster: secret.subarray(Math.max(first, 0)), clientKeyExchange: opaque16(ownPublic) };
}

function overRsa(certificate: Buffer, offered: number): Agreed {
  const premaster = Buffer.concat([u16(offered), randomBytes(46)]);
  const { publicKey } = new X509Certificate(certificate);
  const encrypted = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, premaster);
  return { premaster, clientKeyExchange: opaque16(encrypted) };
}

/**
 * Agrees on a premaster secret with what the server sent; nothing is verified, as nothing secret follows. `offered` is the
 * version of the hello. Gives `undefined` where the parameters are none that can be used here.
 */
export function agree(suite: SessionSuite, flight: Flight, offered: number): Agreed | undefined {
  const { serverKeyExchange: given, certificates } = flight;
  try {
    if (suite.keyExchange === "RSA") return certificates?.[0] && overRsa(certificates[0], offered);
    if (!given?.publicValue) return undefined;
    if (suite.keyExchange === "DHE")
      return given.prime && given.generator && overFiniteField(given.prime, given.generator, given.publicValue);
    if (given.group === 29) return overX25519(given.publicValue);
    const curve = curves[given.group ?? 0];
    return curve === undefined ? undefined : overCurve(curve, given.publicValue);
  } catch {
    // A value that is no point of the curve, a key of another kind, a prime that the library won't have.
    return undefined;
  }
}
