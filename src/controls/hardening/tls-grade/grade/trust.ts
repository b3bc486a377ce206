import { brokenSignature, isSentRoot, shownCertificates, shownChains } from "../../../certificate-chains.ts";
import type { GradeFacts } from "./grade-facts.ts";

/** Why the certificate is not to be trusted, which makes the grade T; empty where it is. */
export function distrust({ tlsCertificates, now }: GradeFacts): readonly string[] {
  const chains = shownChains(tlsCertificates);
  const judged = shownCertificates(tlsCertificates).filter((it) => !isSentRoot(it));
  return [
    ...chains
      .filter(({ chain }) => !chain.trusted)
      .map(({ chain, label }) => `“${label}” leads to no trusted root (${chain.trustError ?? "unverified"})`),
    ...chains
      .filter(({ chain }) => chain.revocation.state === "revoked" || chain.stapled?.status === "revoked")
      .map(({ label }) => `“${label}” is revoked`),
    ...judged.flatMap(({ certificate, label }) => [
      ...(Date.parse(certificate.notAfter) < now.getTime() ? [`“${label}” has expired`] : []),
      ...(Date.parse(certificate.notBefore) > now.getTime() ? [`“${label}” is not valid yet`] : []),
      ...(brokenSignature.test(certificate.signatureAlgorithm)
        ? [`“${label}” is signed with ${certificate.signatureAlgorithm}`]
        : []),
    ]),
  ];
}

/** Why the certificate is for other names, which makes the grade M; `undefined` where it is for this one. */
export function mismatch({ tlsCertificates }: GradeFacts): string | undefined {
  const other = tlsCertificates.chains.some((it) => !it.nameMatches);
  return other ? `the certificate is not for ${tlsCertificates.serverName}` : undefined;
}
