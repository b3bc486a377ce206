import { brokenSignature, isSentRoot, shownCertificates, shownChains } from "../../../certificate-chains.ts";
import { type FlawId, flawNames, flawStates } from "../../../tls-flaws.ts";
import { acceptedSuites, type SuiteWeakness, suiteNames, suitesKnown, suiteWeaknesses } from "../../../tls-suites.ts";
import { offers, spokenVersions } from "../../../tls-versions.ts";
import type { GradeFacts } from "./grade-facts.ts";
import { certificateKeyScore } from "./key-score.ts";
import { type Rule, rule } from "./rule.ts";

const weakSuites = (id: SuiteWeakness, what: string): Rule =>
  rule(
    `${id}-suites`,
    "F",
    ({ tlsSuites }) => {
      const weak = acceptedSuites(tlsSuites).filter((it) => suiteWeaknesses[id](it.suite));
      return weak.length > 0 && `suites ${what} are accepted: ${suiteNames(weak)}`;
    },
    `refuse suites ${what}`,
  );

const flaw = (id: FlawId): Rule =>
  rule(
    id,
    "F",
    (facts) => flawStates(facts).get(id) === "vulnerable" && `the endpoint has ${flawNames[id]}`,
    "update the TLS library, or the device in front of it",
  );

const newer = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;

/** Only RC4 is left to choose; while suites are missing, others may be among them. */
function onlyRc4({ tlsProtocols, tlsSuites }: GradeFacts): boolean {
  const suites = acceptedSuites(tlsSuites);
  const whole = spokenVersions(tlsProtocols).every((it) => suitesKnown(tlsProtocols, tlsSuites, it));
  return whole && suites.length > 0 && suites.every((it) => suiteWeaknesses.rc4(it.suite));
}

/** What makes the grade an F, whatever the score. */
export const failures: readonly Rule[] = [
  rule("ssl2", "F", ({ tlsProtocols: it }) => offers(it, "SSLv2") && "SSL 2.0 is spoken", "switch SSL 2.0 off"),
  rule(
    "ssl3-best",
    "F",
    ({ tlsProtocols: it }) =>
      offers(it, "SSLv3") && newer.every((one) => offers(it, one) === false) && "nothing newer than SSL 3.0 is spoken",
    "speak TLS 1.2 and TLS 1.3",
  ),
  rule(
    "broken-key",
    "F",
    ({ tlsCertificates }) => {
      const short = shownChains(tlsCertificates).find(
        ({ leaf }) => leaf !== undefined && (certificateKeyScore(leaf) ?? 100) <= 40,
      );
      return short?.leaf && `the key of “${short.label}” has ${short.leaf.keyBits} bits`;
    },
    "have a certificate issued for a key of 2,048 bits or more",
  ),
  rule(
    "exponent",
    "F",
    ({ tlsCertificates }) => {
      const plain = shownCertificates(tlsCertificates).find((it) => it.certificate.exponent === "1");
      return plain && `the RSA key of “${plain.label}” has the exponent 1, which encrypts nothing`;
    },
    "have a certificate issued for a new key",
  ),
  rule(
    "broken-signature",
    "F",
    ({ tlsCertificates }) => {
      const forgeable = shownCertificates(tlsCertificates).find(
        (it) =>
          !isSentRoot(it) &&
          brokenSignature.test(it.certificate.signatureAlgorithm) &&
          /md\d/i.test(it.certificate.signatureAlgorithm),
      );
      return forgeable && `“${forgeable.label}” is signed with ${forgeable.certificate.signatureAlgorithm}`;
    },
    "have a certificate issued that is signed with SHA-256",
  ),
  rule(
    "insecure-renegotiation",
    "F",
    ({ tlsFeatures }) => tlsFeatures.insecureRenegotiation.present && "clients can renegotiate without RFC 5746",
    "update the TLS library, or forbid renegotiation",
  ),
  rule("only-rc4", "F", (facts) => onlyRc4(facts) && "RC4 is all that can be chosen", "accept suites with AES"),
  weakSuites("anonymous", "without authentication"),
  weakSuites("null", "without encryption"),
  weakSuites("export", "weakened for export"),
  weakSuites("short", "with less than 112 bits"),
  ...(Object.keys(flawNames) as FlawId[]).map(flaw),
];
