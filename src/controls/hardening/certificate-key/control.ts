import type { Policy } from "../../../estate/schema.ts";
import type { Certificate } from "../../../probes/tls-basic/facts.ts";
import { settle } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
import { control } from "../../control.ts";

const strongByType = /^(?:ed25519|ed448|ml-dsa-|slh-dsa-)/;
const broken = /^(?:md2|md4|md5|sha1)With|withsha1$|-sha1$/i;

/** The smallest key that is enough; `undefined` for kinds of keys that are too old to be judged by their size. */
function leastBits({ keyType }: Certificate, place: number, policy: Policy): number | undefined {
  // The policy is about the estate's own certificates; what authorities use has to meet the rules for authorities.
  if (/^rsa/.test(keyType)) return place === 0 ? policy.rsaBits : 2048;
  return keyType === "ec" ? (place === 0 ? policy.ecBits : 256) : undefined;
}

export default control({
  id: "certificate-key",
  requirement: "HAR-3",
  aspect: "certificate-key",
  subject: "endpoint",
  observes: ["tls-certificate"],
  severity: "medium",
  title: "Key and signatures of the certificate chain are strong enough",
  problems: {
    short: "the key of “{subject}” has {bits} bits, less than {least} ({type})",
    type: "the key of “{subject}” is of the outdated kind {type}",
    signature: "“{subject}” is signed with {algorithm}",
  },
  judge: ({ tlsCertificate }, { policy, problem }) => {
    const judged = tlsCertificate.chain.map((it, place) => ({
      ...{ it, place, least: leastBits(it, place, policy), head: { subject: shown(it.subject) } },
      options: { discriminator: place === 0 ? "" : it.subject },
    }));
    return settle({
      problems: judged.flatMap(({ it, place, least, head, options }) => {
        const { keyType: type, keyBits: bits, signatureAlgorithm: algorithm } = it;
        // Nobody checks the signature of a root: it is trusted for being there.
        const root = place > 0 && it.selfSigned;
        return [
          ...(least !== undefined && bits !== undefined && bits < least
            ? [problem("short", { ...head, bits, least, type }, options)]
            : []),
          ...(type === "dsa" ? [problem("type", { ...head, type }, options)] : []),
          ...(broken.test(algorithm) && !root
            ? [problem("signature", { ...head, algorithm }, { ...options, severity: "high" })]
            : []),
        ];
      }),
      gaps: judged
        .filter(
          ({ it, least }) =>
            it.keyType !== "dsa" && !strongByType.test(it.keyType) && (least === undefined || it.keyBits === undefined),
        )
        .map(({ it }) => ({
          reason: `the strength of the ${it.keyType} key of “${shown(it.subject)}” is not known`,
          wouldVerify: "a certificate with an RSA, elliptic-curve or Edwards key",
        })),
      because: `${judged.map(({ it }) => `${it.keyType} ${it.curve ?? it.keyBits ?? ""}`.trim()).join(", ")}, signed with ${tlsCertificate.chain[0]?.signatureAlgorithm}`,
    });
  },
  remedy: {
    nginx:
      "openssl ecparam -name prime256v1 -genkey -noout -out KEY; then have a certificate issued for it and set ssl_certificate and ssl_certificate_key",
    apache:
      "openssl ecparam -name prime256v1 -genkey -noout -out KEY; then have a certificate issued for it and set SSLCertificateFile and SSLCertificateKeyFile",
    haproxy:
      "openssl ecparam -name prime256v1 -genkey -noout -out KEY; then have a certificate issued for it and name the PEM file after `crt`",
    caddy: "tls {\n  key_type p256\n}",
  },
});
