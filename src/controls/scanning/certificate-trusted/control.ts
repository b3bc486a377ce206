import { settle } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
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
  observes: ["tls-certificate"],
  severity: "high",
  title: "The chain leads to a trusted certification authority",
  problems: {
    "self-signed": "the certificate “{subject}” is signed by itself",
    incomplete: "the chain ends at “{issuer}”, which is neither sent nor among {roots}",
    untrusted: "the chain does not lead to {roots}: {error}",
  },
  judge: ({ tlsCertificate }, { problem }) => {
    const { chain, trusted, trustError: error = "UNVERIFIED" } = tlsCertificate;
    const names = roots[tlsCertificate.roots];
    const late = !trusted && untimely.includes(error);
    const problems = () => {
      if (trusted || late) return [];
      const [leaf] = chain;
      if (chain.length === 1 && leaf?.selfSigned) return [problem("self-signed", { subject: shown(leaf.subject) })];
      const issuer = shown(chain.at(-1)?.issuer ?? "");
      if (incomplete.includes(error) && !chain.at(-1)?.selfSigned)
        return [problem("incomplete", { issuer, roots: names })];
      return [problem("untrusted", { roots: names, error })];
    };
    const gap = {
      reason: "whether the chain is trusted can't be told while one of its certificates is not valid",
      wouldVerify: "renew the certificate, then observe again",
    };
    return settle({
      problems: problems(),
      gaps: late ? [gap] : [],
      because: `the chain of ${chain.length} leads to one of ${names}`,
    });
  },
  remedy: {
    nginx: "certbot --nginx -d shop.example.com (ssl_certificate must name the file with the whole chain)",
    apache: "certbot --apache -d shop.example.com (SSLCertificateFile must name the file with the whole chain)",
    haproxy: "Put certificate, intermediates and key into the PEM file named after `crt`, in this order.",
    caddy: "Remove `tls internal` and let Caddy have a certificate issued.",
  },
});
