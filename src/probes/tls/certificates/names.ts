import type { X509Certificate } from "node:crypto";
import { BlockList, isIP } from "node:net";

/** The DNS names and IP addresses of the subject alternative name; the common name only where there is none of them. */
export function certificateNames(certificate: X509Certificate): readonly string[] {
  const alternative = certificate.subjectAltName;
  if (alternative !== undefined) {
    const parts = alternative.match(/(?:DNS|IP Address):(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
    return parts
      .map((it) => it.slice(it.indexOf(":") + 1).trim())
      .map((it) => (it.startsWith('"') ? JSON.parse(it) : it));
  }
  const common = /^CN=(.*)$/m.exec(certificate.subject ?? "")?.[1];
  return common === undefined ? [] : [common];
}

const plainLabels = (name: string) => name.toLowerCase().replace(/\.$/, "").split(".");

function coversName(pattern: string, name: string): boolean {
  const [first = "", ...rest] = plainLabels(pattern);
  const [label = "", ...others] = plainLabels(name);
  if (rest.join(".") !== others.join(".")) return false;
  // RFC 9525 section 6.3: the wildcard is the whole first label, covers one label, and never a bare public suffix.
  if (first === "*") return label !== "" && rest.length >= 2;
  return first === label;
}

function sameAddress(one: string, other: string): boolean {
  const family = isIP(one);
  if (family === 0 || family !== isIP(other)) return false;
  const list = new BlockList();
  list.addAddress(one, family === 6 ? "ipv6" : "ipv4");
  return list.check(other, family === 6 ? "ipv6" : "ipv4");
}

/**
 * Whether the certificate is for that host (RFC 9525): DNS names and IP addresses of the subject alternative name only;
 * a common name alone covers nothing.
 */
export function namesCover(certificate: X509Certificate, host: string): boolean {
  if (certificate.subjectAltName === undefined) return false;
  const names = certificateNames(certificate);
  return isIP(host) === 0 ? names.some((it) => coversName(it, host)) : names.some((it) => sameAddress(it, host));
}
