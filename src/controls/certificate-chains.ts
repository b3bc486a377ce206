import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Certificate } from "../probes/tls/facts.ts";
import type { Gap } from "../verdict/outcome.ts";
import { shown } from "./answers.ts";

type Facts = FactsOf<"tls-certificates">;

/** A chain that the endpoint shows, with its leaf. */
export interface ShownChain {
  readonly chain: Facts["chains"][number];
  readonly leaf: Certificate | undefined;
  /** Subject of the leaf for texts; with the kind of its key where the endpoint shows several chains. */
  readonly label: string;
  /** Tells the chains apart; empty where there is one only. */
  readonly discriminator: string;
}

/** The chains that the endpoint shows, such as one for RSA and one for ECDSA. */
export function shownChains({ chains }: Facts): readonly ShownChain[] {
  return chains.map((chain) => {
    const [leaf] = chain.sent;
    const subject = shown(leaf?.subject ?? "");
    return chains.length === 1
      ? { chain, leaf, label: subject, discriminator: "" }
      : { chain, leaf, label: `${subject} (${chain.kind})`, discriminator: chain.kind };
  });
}

/** A certificate of one or more chains. */
export interface ShownCertificate {
  readonly certificate: Certificate;
  readonly label: string;
  readonly discriminator: string;
  readonly isLeaf: boolean;
}

/** Every certificate once. The trusted roots among them are told by being signed by themselves and no leaf. */
export function shownCertificates(facts: Facts): readonly ShownCertificate[] {
  const bySha256 = new Map<string, ShownCertificate>();
  for (const { chain, label, discriminator } of shownChains(facts))
    for (const [place, certificate] of chain.sent.entries()) {
      const isLeaf = place === 0;
      const told = isLeaf
        ? { label, discriminator }
        : { label: shown(certificate.subject), discriminator: certificate.subject };
      if (isLeaf || !bySha256.has(certificate.sha256))
        bySha256.set(certificate.sha256, { certificate, isLeaf, ...told });
    }
  return [...bySha256.values()];
}

/** Whether a certificate's signature is left unchecked by clients: a root is trusted for being there. */
export function isSentRoot({ certificate, isLeaf }: ShownCertificate): boolean {
  return !isLeaf && certificate.selfSigned;
}

/** That the dates of a certificate can't be read. */
export function unreadDates(label: string): Gap {
  return { reason: `the dates of “${label}” can't be read`, wouldVerify: "a certificate with dates as in RFC 5280" };
}

/** Signatures that can be forged. */
export const brokenSignature = /^(?:md2|md4|md5|sha1)With|withsha1$|-sha1$/i;
