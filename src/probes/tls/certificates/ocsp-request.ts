import { createHash } from "node:crypto";
import { tags } from "./der.ts";
import { derOf, oidBytes, sequenceOf } from "./der-write.ts";
import type { X509Fields } from "./x509.ts";

/** Every responder knows SHA-1 here; it only names the issuer, and protects nothing. */
const sha1 = sequenceOf(oidBytes("1.3.14.3.2.26"), derOf(0x05));
const digest = (bytes: Buffer) => createHash("sha1").update(bytes).digest();

/** A request for the state of one certificate (RFC 6960 section 4.1.1), unsigned and without a nonce. */
export function ocspRequest(it: X509Fields, issuer: X509Fields): Buffer {
  const id = sequenceOf(
    sha1,
    derOf(tags.octetString, digest(issuer.subject)),
    derOf(tags.octetString, digest(issuer.keyBits)),
    derOf(tags.integer, it.serial),
  );
  return sequenceOf(sequenceOf(sequenceOf(sequenceOf(id))));
}
