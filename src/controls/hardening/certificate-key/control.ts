import type { Policy } from "../../../estate/schema.ts";
import { settle } from "../../../verdict/outcome.ts";
import { brokenSignature, isSentRoot, type ShownCertificate, shownCertificates } from "../../certificate-chains.ts";
import { strongCertificate } from "../../certificate-remedies.ts";
import { control } from "../../control.ts";

const strongByType = /^(?:ed25519|ed448|ml-dsa-|slh-dsa-)/;

/** The smallest key that is enough; `undefined` for kinds of keys that are too old to be judged by their size. */
function leastBits({ certificate, isLeaf }: ShownCertificate, policy: Policy): number | undefined {
  const { keyType } = certificate;
  // The policy is about the estate's own certificates; what authorities use has to meet the rules for authorities.
  if (/^rsa/.test(keyType)) return isLeaf ? policy.rsaBits : 2048;
  return keyType === "ec" ? (isLeaf ? policy.ecBits : 256) : undefined;
}

export default control({
  id: "certificate-key",
  requirement: "HAR-3",
  aspect: "certificate-key",
  subject: "endpoint",
  observes: ["tls-certificates"],
  severity: "medium",
  title: "Key and signatures of the certificate chain are strong enough",
  problems: {
    short: "the key of “{subject}” has {bits} bits, less than {least} ({type})",
    exponent: "the RSA key of “{subject}” has the exponent {exponent}",
    type: "the key of “{subject}” is of the outdated kind {type}",
    signature: "“{subject}” is signed with {algorithm}",
  },
  judge: ({ tlsCertificates }, { policy, problem }) => {
    const judged = shownCertificates(tlsCertificates).map((it) => ({ ...it, it, least: leastBits(it, policy) }));
    return settle({
      problems: judged.flatMap(({ it, certificate, label: subject, discriminator, least }) => {
        const { keyType: type, keyBits: bits, signatureAlgorithm: algorithm, exponent } = certificate;
        const options = { discriminator };
        return [
          ...(least !== undefined && bits !== undefined && bits < least
            ? [problem("short", { subject, bits, least, type }, options)]
            : []),
          ...(exponent === "1"
            ? [problem("exponent", { subject, exponent }, { ...options, severity: "critical" })]
            : []),
          ...(type === "dsa" ? [problem("type", { subject, type }, options)] : []),
          ...(brokenSignature.test(algorithm) && !isSentRoot(it)
            ? [problem("signature", { subject, algorithm }, { ...options, severity: "high" })]
            : []),
        ];
      }),
      gaps: judged.flatMap(({ it, certificate, label, least }) => {
        const { keyType, keyBits, signatureAlgorithm } = certificate;
        const keyUnknown =
          keyType !== "dsa" && !strongByType.test(keyType) && (least === undefined || keyBits === undefined);
        // An algorithm that the prober knows has a name; any other is told by its object identifier.
        const signatureUnknown = !isSentRoot(it) && /^[\d.]*$/.test(signatureAlgorithm);
        const gap = (reason: string) => ({
          reason,
          wouldVerify: "a certificate with an RSA, elliptic-curve or Edwards key, signed with such a key",
        });
        return [
          ...(keyUnknown ? [gap(`the strength of the ${keyType} key of “${label}” is not known`)] : []),
          ...(signatureUnknown
            ? [gap(`the signature algorithm of “${label}” is not known: ${signatureAlgorithm}`)]
            : []),
        ];
      }),
      because: judged
        .map(({ certificate: it }) => `${it.keyType} ${it.curve ?? it.keyBits ?? ""} (${it.signatureAlgorithm})`)
        .join(", "),
    });
  },
  remedy: strongCertificate,
});
