import type { ReadCertificate } from "./certificate.ts";
import { childrenOf, type Der, readDer } from "./der.ts";
import { oidOf } from "./der-values.ts";
import { oids } from "./extensions.ts";
import type { X509Fields } from "./x509.ts";

/** Kinds of GeneralName by their tag (RFC 5280 section 4.2.1.6). */
const kinds = { dns: 0x82, directory: 0xa4, address: 0x87 } as const;

interface Name {
  readonly tag: number;
  readonly body: Buffer;
}

const asText = (body: Buffer) => body.toString("latin1").toLowerCase();

function dnsWithin(name: string, constraint: string): boolean {
  const base = constraint.replace(/^\./, "");
  return base === "" || name === base || name.endsWith(`.${base}`);
}

/** An address with its mask, 8 bytes of IPv4 or 32 of IPv6. */
function addressWithin(address: Buffer, constraint: Buffer): boolean {
  const half = constraint.length / 2;
  if (address.length !== half) return false;
  return address.every((byte, at) => {
    const mask = constraint[half + at] ?? 0;
    return (byte & mask) === ((constraint[at] ?? 0) & mask);
  });
}

const partsOf = (name: Der | undefined) =>
  childrenOf(name).map((set) =>
    childrenOf(set)
      .map(childrenOf)
      .map(
        ([type, value]) =>
          `${oidOf(type)}=${asText(value?.body ?? Buffer.alloc(0))
            .trim()
            .replace(/\s+/g, " ")}`,
      )
      .sort()
      .join("+"),
  );

function directoryWithin(name: Buffer, constraint: Buffer): boolean {
  const given = partsOf(readDer(name));
  return partsOf(readDer(constraint)).every((part, at) => part === given[at]);
}

/** Whether the name is within a constraint of the same kind; `undefined` for kinds that no TLS server goes by. */
function within(name: Name, constraint: Name): boolean | undefined {
  if (name.tag !== constraint.tag) return undefined;
  if (name.tag === kinds.dns) return dnsWithin(asText(name.body), asText(constraint.body));
  if (name.tag === kinds.address) return addressWithin(name.body, constraint.body);
  if (name.tag === kinds.directory) return directoryWithin(name.body, constraint.body);
  return undefined;
}

function namesOf({ fields }: ReadCertificate): readonly Name[] {
  const alternative = fields.extensions.get(oids.subjectAltName);
  const names: readonly Name[] = alternative ? childrenOf(readDer(alternative.value)) : [];
  const subject = readDer(fields.subject);
  const hasSubject = subject !== undefined && subject.body.length > 0;
  return hasSubject ? [...names, { tag: kinds.directory, body: fields.subject }] : names;
}

function subtrees(list: Der | undefined): readonly Name[] {
  return childrenOf(list).flatMap((it) => childrenOf(it)[0] ?? []);
}

/** What the name constraints of an authority say against the certificates below it (RFC 5280 section 4.2.1.10). */
export function constraintFault(authority: X509Fields, below: readonly ReadCertificate[]): string | undefined {
  const extension = authority.extensions.get(oids.nameConstraints);
  if (!extension) return undefined;
  const parts = childrenOf(readDer(extension.value));
  if (parts.length === 0) return "UNSUPPORTED_CONSTRAINT_SYNTAX";
  const permitted = subtrees(parts.find((it) => it.tag === 0xa0));
  const excluded = subtrees(parts.find((it) => it.tag === 0xa1));
  for (const name of below.flatMap(namesOf)) {
    if (excluded.some((it) => within(name, it))) return "EXCLUDED_VIOLATION";
    const said = permitted.map((it) => within(name, it)).filter((it) => it !== undefined);
    if (said.length > 0 && !said.includes(true)) return "PERMITTED_VIOLATION";
  }
  return undefined;
}
