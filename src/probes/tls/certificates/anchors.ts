import { type ReadCertificate, readCertificate } from "./certificate.ts";
import { readX509 } from "./x509.ts";

/** Trusted certificates, found by the name of who they are. */
export interface Anchors {
  named(subject: Buffer): readonly ReadCertificate[];
}

const cache = new WeakMap<readonly string[], Anchors>();

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");
}

/** Makes trust anchors of PEM certificates; each is opened only once it is asked for, as there are more than a hundred. */
export function anchorsOf(pem: readonly string[]): Anchors {
  const made = cache.get(pem);
  if (made) return made;
  const bySubject = new Map<string, Buffer[]>();
  for (const der of pem.map(derOf)) {
    const subject = readX509(der)?.subject.toString("hex");
    if (subject !== undefined) bySubject.set(subject, [...(bySubject.get(subject) ?? []), der]);
  }
  const opened = new Map<string, readonly ReadCertificate[]>();
  const anchors: Anchors = {
    named(subject) {
      const name = subject.toString("hex");
      const known = opened.get(name);
      if (known) return known;
      const found = (bySubject.get(name) ?? []).flatMap((der) => readCertificate(der) ?? []);
      opened.set(name, found);
      return found;
    },
  };
  cache.set(pem, anchors);
  return anchors;
}
