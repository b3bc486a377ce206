import { elementAt, elementsIn } from "../certificates/der.ts";

/** Context tag 15 of OpenSSL's encoding of a session (`SSL_SESSION` in its ASN.1 form), constructed. */
const maxEarlyDataTag = 0xaf;

/**
 * How many bytes of early data the server allows with this session (`max_early_data_size`, RFC 8446 section 4.6.1): 0 where
 * it allows none, `undefined` where the bytes are no session of the library.
 */
export function maxEarlyData(session: Buffer): number | undefined {
  const whole = elementAt(session, 0);
  if (whole?.tag !== 0x30) return undefined;
  for (const part of elementsIn(whole.body)) {
    if (part.tag !== maxEarlyDataTag) continue;
    const value = elementAt(part.body, 0);
    if (value?.tag !== 0x02 || value.body.length === 0 || value.body.length > 5) return undefined;
    return value.body.readUIntBE(0, value.body.length);
  }
  return 0;
}
