import { settle } from "../../../verdict/outcome.ts";
import { shownChains } from "../../certificate-chains.ts";
import { replacedCertificate } from "../../certificate-remedies.ts";
import { control } from "../../control.ts";

export default control({
  id: "certificate-not-revoked",
  requirement: "SCN-3",
  aspect: "revocation",
  subject: "endpoint",
  observes: ["tls-certificates"],
  severity: "critical",
  title: "No certificate of the chain is revoked",
  problems: {
    revoked: "“{subject}” is revoked: {detail}",
    stapled: "the endpoint itself staples that “{subject}” is revoked",
    "not-stapled": "“{subject}” asks for a stapled OCSP answer, and none is stapled",
  },
  judge: ({ tlsCertificates }, { problem }) => {
    const judged = shownChains(tlsCertificates);
    const isRevoked = ({ stapled, revocation }: (typeof judged)[number]["chain"]) =>
      revocation.state === "revoked" || stapled?.status === "revoked";
    return settle({
      problems: judged.flatMap(({ chain, leaf, label: subject, discriminator }) => [
        ...(chain.revocation.state === "revoked"
          ? [problem("revoked", { subject, detail: chain.revocation.detail }, { discriminator })]
          : isRevoked(chain)
            ? [problem("stapled", { subject }, { discriminator })]
            : []),
        ...(leaf?.mustStaple && chain.stapled === undefined
          ? [problem("not-stapled", { subject }, { discriminator, severity: "medium" })]
          : []),
      ]),
      gaps: judged
        .filter(({ chain }) => !isRevoked(chain) && chain.revocation.state !== "good")
        .map(({ chain, label }) => ({
          reason: `whether “${label}” is revoked is not known: ${chain.revocation.detail}`,
          wouldVerify:
            chain.revocation.state === "not-asked"
              ? "staple OCSP answers, or allow Holdfast to ask the certificate's authority"
              : "an authority whose OCSP responder or revocation list answers",
        })),
      because: judged
        .map(({ chain }) => `not revoked by ${chain.revocation.by}: ${chain.revocation.detail}`)
        .join(", "),
    });
  },
  remedy: replacedCertificate,
});
