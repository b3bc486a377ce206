import type { Suite } from "../../../../probes/tls/facts.ts";
import { shownChains } from "../../../certificate-chains.ts";
import { type Agreement, certainly, simulatedHandshakes } from "../../../tls-negotiation.ts";
import { acceptedSuites, isCbc, suiteNames, suitesKnown, suiteWeaknesses } from "../../../tls-suites.ts";
import { offers, spokenVersions, versionNames } from "../../../tls-versions.ts";
import type { GradeFacts } from "./grade-facts.ts";
import { certificateKeyScore } from "./key-score.ts";
import { type Rule, rule } from "./rule.ts";

/** The first reference client that surely ends up with such a suite. */
function negotiated(facts: GradeFacts, such: (suite: Suite, agreement: Agreement) => boolean): string | undefined {
  const [first] = certainly(simulatedHandshakes(facts), such);
  return first && `${first.client.name} gets ${first.suite.name} with ${versionNames[first.version]}`;
}

/** That no suite of a kind is accepted at all, which takes the whole list to know. */
function noneAccepted({ tlsProtocols, tlsSuites }: GradeFacts, such: (suite: Suite) => boolean): boolean {
  const suites = acceptedSuites(tlsSuites);
  const whole = spokenVersions(tlsProtocols).every((it) => suitesKnown(tlsProtocols, tlsSuites, it));
  return whole && suites.length > 0 && !suites.some((it) => such(it.suite));
}

const isModern = ({ version }: Agreement) => version === "TLSv1.1" || version === "TLSv1.2";
const spoken = (id: string, version: "SSLv3" | "TLSv1" | "TLSv1.1"): Rule =>
  rule(
    id,
    "B",
    ({ tlsProtocols }) => offers(tlsProtocols, version) && `${versionNames[version]} is spoken`,
    `switch ${versionNames[version]} off`,
  );

/** What caps a grade at C or B. */
export const caps: readonly Rule[] = [
  rule(
    "no-tls12",
    "C",
    ({ tlsProtocols: it }) =>
      offers(it, "TLSv1.2") === false && offers(it, "TLSv1.3") === false && "neither TLS 1.2 nor TLS 1.3 is spoken",
    "speak TLS 1.2 and TLS 1.3",
  ),
  rule(
    "poodle-ssl3",
    "C",
    ({ tlsSuites }) =>
      acceptedSuites(tlsSuites).some((it) => it.version === "SSLv3" && isCbc(it.suite)) &&
      "SSL 3.0 with block ciphers is prone to POODLE",
    "switch SSL 3.0 off",
  ),
  rule(
    "compression",
    "C",
    ({ tlsFeatures }) => tlsFeatures.compression.present && "TLS compression makes CRIME possible",
    "switch TLS compression off",
  ),
  rule(
    "rc4-negotiated",
    "C",
    (facts) => negotiated(facts, (suite, it) => isModern(it) && suiteWeaknesses.rc4(suite)),
    "refuse RC4",
  ),
  rule(
    "small-block-negotiated",
    "C",
    (facts) => negotiated(facts, (suite, it) => isModern(it) && suiteWeaknesses["small-block"](suite)),
    "refuse 3DES, or put it last and let the server's order count",
  ),
  spoken("ssl3", "SSLv3"),
  spoken("tls10", "TLSv1"),
  spoken("tls11", "TLSv1.1"),
  rule(
    "rc4-offered",
    "B",
    ({ tlsSuites }) => {
      const found = acceptedSuites(tlsSuites).filter((it) => suiteWeaknesses.rc4(it.suite));
      return found.length > 0 && `RC4 is accepted: ${suiteNames(found)}`;
    },
    "refuse RC4",
  ),
  rule(
    "incomplete-chain",
    "B",
    ({ tlsCertificates }) =>
      tlsCertificates.chains.some((it) => it.order === "incomplete") && "an intermediate certificate is not sent",
    "send the whole chain",
  ),
  rule(
    "short-dh",
    "B",
    ({ tlsKeyExchange }) => {
      const short = tlsKeyExchange.dh.find((it) => it.bits < 2048);
      return short && `Diffie-Hellman parameters have ${short.bits} bits`;
    },
    "use Diffie-Hellman parameters of 2,048 bits, or elliptic curves only",
  ),
  rule(
    "short-key",
    "B",
    ({ tlsCertificates }) => {
      const short = shownChains(tlsCertificates).find(
        ({ leaf }) => leaf !== undefined && (certificateKeyScore(leaf) ?? 100) < 90,
      );
      return short && `the key of “${short.label}” has ${short.leaf?.keyBits} bits`;
    },
    "have a certificate issued for a key of 2,048 bits or more",
  ),
  rule(
    "no-forward-secrecy",
    "B",
    (facts) =>
      negotiated(facts, (suite) => !suite.forwardSecret) ??
      (noneAccepted(facts, (it) => it.forwardSecret) && "no suite with forward secrecy is accepted"),
    "accept suites with ECDHE and prefer them",
  ),
  rule(
    "no-aead",
    "B",
    (facts) =>
      negotiated(facts, (suite, it) => it.client.prefersAead && !suite.aead) ??
      (noneAccepted(facts, (it) => it.aead) && "no suite with authenticated encryption is accepted"),
    "accept suites with AES-GCM or ChaCha20-Poly1305 and prefer them",
  ),
];
