import { childrenOf, readDer, tags } from "../certificates/der.ts";

/** Context tag 15 of OpenSSL's encoding of a session (`SSL_SESSION` in its ASN.1 form), constructed. */
const maxEarlyDataTag = 0xaf;

/** Before a session the runtime says for which name it is: this mark with a version, a zero byte, the name with its length. */
const mark = Buffer.from("\0nodejs:tls:session:", "latin1");

/** The session as OpenSSL encodes it. */
function unwrapped(session: Buffer): Buffer {
  if (!session.subarray(0, mark.length).equals(mark)) return session;
  const end = session.indexOf(0, mark.length);
  if (end < 0 || end + 3 > session.length) return Buffer.alloc(0);
  return session.subarray(end + 3 + session.readUInt16BE(end + 1));
}

/**
 * How many bytes of early data the server allows with this session (`max_early_data_size`, RFC 8446 section 4.6.1): 0 where
 * it allows none, `undefined` where the bytes are no session of the library.
 */
export function maxEarlyData(session: Buffer): number | undefined {
  const parts = childrenOf(readDer(unwrapped(session)));
  if (parts.length === 0) return undefined;
  const given = parts.find((it) => it.tag === maxEarlyDataTag);
  if (given === undefined) return 0;
  const [value] = childrenOf(given);
  if (value?.tag !== tags.integer || value.body.length === 0 || value.body.length > 5) return undefined;
  return value.body.readUIntBE(0, value.body.length);
}
