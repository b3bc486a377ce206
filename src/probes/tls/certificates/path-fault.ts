import type { ReadCertificate } from "./certificate.ts";
import { basicConstraintsOf, keyMay, oids, purposesOf } from "./extensions.ts";
import { constraintFault } from "./name-constraints.ts";

/** Critical extensions that are honoured here; any other one makes a path invalid (RFC 5280 section 4.2). */
const honoured: ReadonlySet<string> = new Set([
  oids.keyUsage,
  oids.subjectAltName,
  oids.basicConstraints,
  oids.nameConstraints,
  oids.crlDistributionPoints,
  oids.certificatePolicies,
  oids.extendedKeyUsage,
  oids.tlsFeature,
]);

function faultOfOne({ fields }: ReadCertificate, now: Date): string | undefined {
  if (now < fields.notBefore) return "CERT_NOT_YET_VALID";
  if (now > fields.notAfter) return "CERT_HAS_EXPIRED";
  const unhandled = [...fields.extensions].some(([oid, { critical }]) => critical && !honoured.has(oid));
  if (unhandled) return "UNHANDLED_CRITICAL_EXTENSION";
  const purposes = purposesOf(fields);
  if (purposes && !purposes.includes(oids.serverAuth) && !purposes.includes(oids.anyPurpose)) return "INVALID_PURPOSE";
  return undefined;
}

function faultOfAuthority({ fields }: ReadCertificate, below: number): string | undefined {
  const { ca, pathLength } = basicConstraintsOf(fields);
  if (!ca || !keyMay(fields, "keyCertSign")) return "INVALID_CA";
  if (pathLength !== undefined && below > pathLength) return "PATH_LENGTH_EXCEEDED";
  return undefined;
}

/**
 * What is wrong with a path whose signatures are known to hold, leaf first and the trust anchor last (RFC 5280 section 6),
 * by the names that TLS libraries use; `undefined` where nothing is.
 */
export function pathFault(path: readonly ReadCertificate[], now: Date): string | undefined {
  for (const [at, it] of path.entries()) {
    const own = faultOfOne(it, now) ?? (at > 0 ? faultOfAuthority(it, authoritiesBetween(path, at)) : undefined);
    if (own !== undefined) return own;
    const lower = path.slice(0, at).filter((below, index) => index === 0 || !below.facts.selfSigned);
    const constrained = constraintFault(it.fields, lower);
    if (constrained !== undefined) return constrained;
  }
  return undefined;
}

/** How many authorities that aren't self-issued stand between the leaf and the one at `at`. */
function authoritiesBetween(path: readonly ReadCertificate[], at: number): number {
  return path.slice(1, at).filter(({ fields }) => !fields.issuer.equals(fields.subject)).length;
}
