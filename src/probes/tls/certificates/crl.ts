import type { ReadCertificate } from "./certificate.ts";
import { childrenOf, type Der, elementsIn, inside, readDer, tags } from "./der.ts";
import { bitsOf, timeOf } from "./der-values.ts";
import { keyMay, urlsOfPoint } from "./extensions.ts";
import { signatureHolds } from "./signature.ts";
import { extensionsIn } from "./x509.ts";

/** What a revocation list says of a certificate; `unusable` says why it can't be gone by. */
export type CrlVerdict =
  | { readonly state: "good" | "revoked"; readonly thisUpdate: Date; readonly nextUpdate?: Date }
  | { readonly state: "unusable"; readonly why: string };

const crlNumber = "2.5.29.20";
const issuingDistributionPoint = "2.5.29.28";
const explicit0 = 0xa0;
const unusable = (why: string): CrlVerdict => ({ state: "unusable", why });

const isTrue = (it: Der) => it.body.length === 1 && it.body[0] !== 0;

/** Whether a list with that issuing distribution point covers the certificate (RFC 5280 section 5.2.5). */
function covers(point: Buffer, of: { readonly url: string; readonly isCa: boolean }): boolean {
  return childrenOf(readDer(point)).every((part) => {
    if (part.tag === 0xa0) return urlsOfPoint(part).includes(of.url);
    if (part.tag === 0x81) return !(isTrue(part) && of.isCa);
    if (part.tag === 0x82) return !isTrue(part) || of.isCa;
    return !isTrue(part) && part.tag !== 0x83;
  });
}

function* entriesOf(revoked: Der | undefined): Generator<readonly Der[]> {
  for (const it of elementsIn(revoked?.body ?? Buffer.alloc(0))) yield childrenOf(it);
}

/**
 * Reads a revocation list (RFC 5280 section 5) that came from `url`, verifies that `issuer` signed it, and looks for the
 * certificate in it. Delta lists and indirect ones can't be gone by. Never throws.
 */
export function judgeCrl(der: Buffer, it: ReadCertificate, issuer: ReadCertificate, url: string): CrlVerdict {
  const [toBeSigned, algorithm, bits] = childrenOf(readDer(der));
  const all = childrenOf(toBeSigned);
  const [, name, updated, ...rest] = all[0]?.tag === tags.integer ? all.slice(1) : all;
  const thisUpdate = timeOf(updated);
  const signature = bitsOf(bits);
  if (!toBeSigned || !algorithm || !signature || !name || !thisUpdate) return unusable("it is no revocation list");
  if (!name.whole.equals(issuer.fields.subject) || !keyMay(issuer.fields, "crlSign"))
    return unusable("it is not by the certificate's issuer");
  if (!signatureHolds(issuer.key, algorithm, { data: toBeSigned.whole, signature }))
    return unusable("its signature does not hold");
  const extensions = extensionsIn(inside(rest.find((part) => part.tag === explicit0)));
  const point = extensions.get(issuingDistributionPoint);
  const known = new Set([crlNumber, issuingDistributionPoint]);
  // The mark of a delta list is one of these.
  if ([...extensions].some(([oid, { critical }]) => critical && !known.has(oid)))
    return unusable("it has a critical extension that is not known here");
  if (point && !covers(point.value, { url, isCa: it.facts.isCa })) return unusable("it does not cover the certificate");
  const nextUpdate = timeOf(rest[0]);
  const list = rest.find((part) => part.tag === tags.sequence);
  for (const [serial, , extra] of entriesOf(list)) {
    if (extra && extensionsIn(extra).has("2.5.29.29")) return unusable("it is an indirect list");
    if (serial?.body.equals(it.fields.serial))
      return { state: "revoked", thisUpdate, ...(nextUpdate && { nextUpdate }) };
  }
  return { state: "good", thisUpdate, ...(nextUpdate && { nextUpdate }) };
}
