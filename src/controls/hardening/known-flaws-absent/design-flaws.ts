import type { FactsOf } from "../../../probes/fact-kinds.ts";
import type { Gap } from "../../../verdict/outcome.ts";
import type { Severity } from "../../../verdict/severity.ts";
import type { FlawFacts } from "../../tls-flaws.ts";
import { type AcceptedSuite, acceptedSuites, isCbc, suiteWeaknesses } from "../../tls-suites.ts";
import { offers, versionNames } from "../../tls-versions.ts";

export type DesignFacts = FlawFacts & { readonly tlsKeyExchange: FactsOf<"tls-key-exchange"> };

/** A flaw of the protocol itself: whoever speaks it that way has it, whatever the implementation. */
interface DesignFlaw {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  /** What makes the endpoint prone to it; `undefined` where nothing does. */
  readonly by: (facts: DesignFacts) => string | undefined;
}

function bySuites(facts: DesignFacts, wanted: (it: AcceptedSuite) => boolean): string | undefined {
  const found = acceptedSuites(facts.tlsSuites).find(wanted);
  return found && `${found.suite.name} is accepted in ${versionNames[found.version]}`;
}
const speaks = (facts: DesignFacts, version: "SSLv2" | "SSLv3") =>
  offers(facts.tlsProtocols, version) === true ? `${versionNames[version]} is spoken` : undefined;

export const designFlaws: readonly DesignFlaw[] = [
  { id: "drown", name: "DROWN", severity: "critical", by: (facts) => speaks(facts, "SSLv2") },
  { id: "poodle", name: "POODLE", severity: "high", by: (facts) => speaks(facts, "SSLv3") },
  {
    id: "freak",
    name: "FREAK",
    severity: "high",
    by: (facts) => bySuites(facts, ({ suite }) => suite.exportGrade && suite.keyExchange === "RSA"),
  },
  {
    id: "logjam",
    name: "LOGJAM",
    severity: "high",
    by: (facts) => {
      const short = facts.tlsKeyExchange.dh.find((it) => it.bits <= 1024);
      if (short !== undefined) return `Diffie-Hellman parameters have ${short.bits} bits`;
      return bySuites(facts, ({ suite }) => suite.exportGrade && suite.keyExchange.startsWith("DH"));
    },
  },
  {
    id: "sweet32",
    name: "SWEET32",
    severity: "medium",
    by: (facts) => bySuites(facts, ({ suite }) => suiteWeaknesses["small-block"](suite)),
  },
  {
    id: "rc4",
    name: "RC4 biases",
    severity: "medium",
    by: (facts) => bySuites(facts, ({ suite }) => suiteWeaknesses.rc4(suite)),
  },
  {
    id: "crime",
    name: "CRIME",
    severity: "high",
    by: ({ tlsFeatures }) => (tlsFeatures.compression.present ? "TLS compresses what it encrypts" : undefined),
  },
  {
    id: "insecure-renegotiation",
    name: "injection by renegotiation (CVE-2009-3555)",
    severity: "high",
    by: ({ tlsFeatures }) =>
      tlsFeatures.insecureRenegotiation.present ? "clients can renegotiate without RFC 5746" : undefined,
  },
];

/** What was famous and is no fault of the endpoint today, in words of what became of it. */
export function formerFlaws(facts: DesignFacts): readonly string[] {
  const cbc = acceptedSuites(facts.tlsSuites).filter((it) => isCbc(it.suite));
  return [
    ...(cbc.some((it) => it.version === "SSLv3" || it.version === "TLSv1")
      ? ["BEAST (CBC before TLS 1.1) is warded off by today's clients"]
      : []),
    ...(cbc.length > 0 ? ["LUCKY13 (CBC) is mended in today's libraries, which can't be seen from outside"] : []),
    ...(facts.tlsFeatures.clientRenegotiation.present ? ["clients may renegotiate, which costs the server work"] : []),
  ];
}

/** What was not told of the features and parameters that these flaws need. */
export function designGaps(facts: DesignFacts): readonly Gap[] {
  const { tlsFeatures, tlsProtocols, tlsKeyExchange } = facts;
  // With nothing but TLS 1.3 there is neither compression nor renegotiation.
  const olderPossible = (["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"] as const).some(
    (it) => offers(tlsProtocols, it) !== false,
  );
  const needed = { compression: tlsFeatures.compression, "insecure renegotiation": tlsFeatures.insecureRenegotiation };
  const dhe = acceptedSuites(facts.tlsSuites).some((it) => it.suite.keyExchange.startsWith("DHE"));
  const exchange =
    dhe && tlsKeyExchange.dh.length === 0
      ? [
          {
            reason: tlsKeyExchange.trouble?.message ?? "the Diffie-Hellman parameters are not known",
            wouldVerify: tlsKeyExchange.trouble?.wouldVerify ?? "observe again",
          },
        ]
      : [];
  if (!olderPossible) return exchange;
  return [
    ...Object.entries(needed)
      .filter(([, it]) => it.present === undefined)
      .map(([name, { trouble }]) => ({
        reason: `whether there is ${name}: ${trouble?.message ?? "it was not tried"}`,
        wouldVerify: trouble?.wouldVerify ?? "observe again",
      })),
    ...exchange,
  ];
}
