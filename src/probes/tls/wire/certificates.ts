import { Reader } from "./reader.ts";

/** DER certificates of a Certificate message before TLS 1.3, as sent; `undefined` where the bytes make no list. */
export function readCertificates(body: Buffer): readonly Buffer[] | undefined {
  const reader = new Reader(body);
  const list = new Reader(reader.opaque24());
  const certificates: Buffer[] = [];
  while (list.left > 0 && !list.failed) certificates.push(list.opaque24());
  return reader.failed || list.failed || reader.left > 0 ? undefined : certificates;
}

/** The OCSP response of a CertificateStatus message (RFC 6066 section 8). */
export function readStatus(body: Buffer): Buffer | undefined {
  const reader = new Reader(body);
  const type = reader.u8();
  const response = reader.opaque24();
  return reader.failed || type !== 1 ? undefined : response;
}
