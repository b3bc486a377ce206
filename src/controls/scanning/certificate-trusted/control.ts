import { settle } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
import { shownChains } from "../../certificate-chains.ts";
import { issuedCertificate } from "../../certificate-remedies.ts";
import { control } from "../../control.ts";

const roots = { mozilla: "Mozilla's roots", estate: "the estate's own authorities" } as const;
const incomplete = [
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
];
const untimely = ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"];

export default control({
  id: "certificate-trusted",
  requirement: "SCN-3",
  aspect: "trust",
  subject: "endpoint",
  observes: ["tls-certificates"],
  severity: "high",
  title: "The chain leads to a trusted certification authority",
  problems: {
    "self-signed": "the certificate “{subject}” is signed by itself",
    incomplete: "the chain ends at “{issuer}”, which is neither sent nor among {roots}",
    untrusted: "the chain does not lead to {roots}: {error}",
  },
  judge: ({ tlsCertificates }, { problem }) => {
    const names = roots[tlsCertificates.roots];
    const judged = shownChains(tlsCertificates).map((it) => ({ ...it, error: it.chain.trustError ?? "UNVERIFIED" }));
    return settle({
      problems: judged.flatMap(({ chain, leaf, label: subject, error, discriminator }) => {
        if (chain.trusted || untimely.includes(error)) return [];
        if (chain.sent.length === 1 && leaf?.selfSigned)
          return [problem("self-signed", { subject }, { discriminator })];
        const last = chain.sent.at(-1);
        return chain.order === "incomplete" || (incomplete.includes(error) && !last?.selfSigned)
          ? [problem("incomplete", { issuer: shown(last?.issuer ?? ""), roots: names }, { discriminator })]
          : [problem("untrusted", { roots: names, error }, { discriminator })];
      }),
      gaps: judged
        .filter(({ chain, error }) => !chain.trusted && untimely.includes(error))
        .map(() => ({
          reason: "whether the chain is trusted can't be told while one of its certificates is not valid",
          wouldVerify: "renew the certificate, then observe again",
        })),
      because: judged.map(({ chain }) => `the chain of ${chain.sent.length} leads to one of ${names}`).join(", "),
    });
  },
  remedy: issuedCertificate,
});
