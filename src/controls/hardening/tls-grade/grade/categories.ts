import { type ProtocolVersion, protocolVersions } from "../../../../probes/tls/facts.ts";
import { acceptedSuites, suitesKnown, suiteWeaknesses } from "../../../tls-suites.ts";
import { offers, spokenVersions } from "../../../tls-versions.ts";
import type { GradeFacts } from "./grade-facts.ts";
import { certificateKeyScore, curveScore, modulusScore } from "./key-score.ts";
import type { CategoryScores } from "./score.ts";

const versionScores: Readonly<Record<ProtocolVersion, number>> = {
  SSLv2: 0,
  SSLv3: 80,
  TLSv1: 90,
  "TLSv1.1": 95,
  "TLSv1.2": 100,
  "TLSv1.3": 100,
};

/** The mean of the best and the worst version. One of which nothing was told may be the best, never the worst. */
function protocolScore({ tlsProtocols }: GradeFacts): number {
  const spoken = spokenVersions(tlsProtocols).map((it) => versionScores[it]);
  const untold = protocolVersions.filter((it) => offers(tlsProtocols, it) === undefined).map((it) => versionScores[it]);
  const possible = [...spoken, ...untold];
  if (possible.length === 0) return 100;
  const best = Math.max(...possible);
  return (best + (spoken.length > 0 ? Math.min(...spoken) : best)) / 2;
}

/** The weakest exchange there is; the mean plays no part here. */
function keyExchangeScore({ tlsSuites, tlsKeyExchange, tlsCertificates }: GradeFacts): number {
  const suites = acceptedSuites(tlsSuites).map((it) => it.suite);
  return Math.min(
    100,
    ...tlsCertificates.chains.flatMap(({ sent }) => (sent[0] ? [certificateKeyScore(sent[0]) ?? 100] : [])),
    ...tlsKeyExchange.dh.map((it) => (it.exportGrade ? Math.min(40, modulusScore(it.bits)) : modulusScore(it.bits))),
    ...tlsKeyExchange.groups.map(({ kind, bits }) => {
      if (kind === "ecdh") return curveScore(bits);
      return kind === "ffdhe" ? modulusScore(bits) : 100;
    }),
    ...(suites.some(suiteWeaknesses.export) ? [40] : []),
    ...(suites.some(suiteWeaknesses.anonymous) ? [0] : []),
  );
}

function bitsScore(bits: number): number {
  if (bits === 0) return 0;
  if (bits < 128) return 20;
  return bits < 256 ? 80 : 100;
}

/** The mean of the strongest and the weakest cipher; while suites are missing, the strongest there is may be among them. */
function cipherScore({ tlsProtocols, tlsSuites }: GradeFacts): number {
  const scores = acceptedSuites(tlsSuites).map((it) => bitsScore(it.suite.bits));
  const whole = scores.length > 0 && protocolVersions.every((it) => suitesKnown(tlsProtocols, tlsSuites, it));
  const best = whole ? Math.max(...scores) : 100;
  return (best + Math.min(best, ...scores)) / 2;
}

/** Scores of the three categories; what was not told counts as well as it could turn out. */
export function categoryScores(facts: GradeFacts): CategoryScores {
  return {
    protocols: protocolScore(facts),
    keyExchange: keyExchangeScore(facts),
    ciphers: cipherScore(facts),
  };
}
