import type { ServerKeyExchange } from "./flight.ts";
import { Reader } from "./reader.ts";

/** What is needed to read a ServerKeyExchange: it does not say itself what it holds. */
export interface KeyExchangeOf {
  readonly keyExchange: string;
  readonly authentication: string;
}

const explicitPrime = 0xff01;
const explicitChar2 = 0xff02;

/** RFC 8422 section 5.4; explicit curves are told by their pseudo code points. */
function readEcdh(reader: Reader): ServerKeyExchange {
  const type = reader.u8();
  if (type === 3) return { kind: "ecdh", group: reader.u16(), publicValue: reader.opaque8() };
  if (type === 1) {
    const prime = reader.opaque8();
    for (let field = 0; field < 5; field += 1) reader.opaque8();
    return { kind: "ecdh", group: explicitPrime, prime, publicValue: reader.opaque8() };
  }
  if (type === 2) {
    reader.u16();
    const basis = reader.u8();
    for (let field = 0; field < (basis === 1 ? 6 : 8); field += 1) reader.opaque8();
    return { kind: "ecdh", group: explicitChar2, publicValue: reader.opaque8() };
  }
  reader.failed = true;
  return { kind: "ecdh" };
}

function readParameters(reader: Reader, suite: KeyExchangeOf): ServerKeyExchange {
  if (suite.keyExchange.endsWith("PSK")) reader.opaque16();
  if (suite.keyExchange.startsWith("ECDHE") || (suite.keyExchange === "ECDH" && suite.authentication === "anon"))
    return readEcdh(reader);
  if (suite.keyExchange.startsWith("DHE") || (suite.keyExchange === "DH" && suite.authentication === "anon"))
    return { kind: "dh", prime: reader.opaque16(), generator: reader.opaque16(), publicValue: reader.opaque16() };
  if (suite.keyExchange === "RSA") return { kind: "rsa", prime: reader.opaque16(), generator: reader.opaque16() };
  if (suite.keyExchange.endsWith("PSK")) return { kind: "psk" };
  return { kind: "other" };
}

/** Reads the body of a ServerKeyExchange for the suite that was chosen; `undefined` where the bytes don't fit. */
export function readServerKeyExchange(
  body: Buffer,
  suite: KeyExchangeOf,
  version: number,
): ServerKeyExchange | undefined {
  const reader = new Reader(body);
  const parameters = readParameters(reader, suite);
  if (reader.failed) return undefined;
  const isSigned = version === 0x0303 && reader.left >= 4 && parameters.kind !== "other";
  return isSigned ? { ...parameters, signatureScheme: reader.u16() } : parameters;
}
