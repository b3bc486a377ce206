import type { Gap } from "../../../../verdict/outcome.ts";
import { shownChains } from "../../../certificate-chains.ts";
import { flawDetail, flawNames, flawStates } from "../../../tls-flaws.ts";
import { exchangeGaps } from "../../../tls-key-exchange-gaps.ts";
import { simulatedHandshakes } from "../../../tls-negotiation.ts";
import { suiteGaps } from "../../../tls-suites.ts";
import { offers, spokenVersions, versionNames } from "../../../tls-versions.ts";
import { designGaps } from "../../known-flaws-absent/design-flaws.ts";
import type { GradeFacts } from "./grade-facts.ts";
import { certificateKeyScore } from "./key-score.ts";
import { strictTransport } from "./strict-transport.ts";

/** Everything that was not told and could make the grade worse; while there is anything, the grade is the best case. */
export function missingFor(facts: GradeFacts): readonly Gap[] {
  const { tlsProtocols, tlsSuites, tlsFeatures, tlsCertificates } = facts;
  const gap = (reason: string, wouldVerify = "observe again"): Gap => ({ reason, wouldVerify });
  const older = (["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"] as const).some((it) => offers(tlsProtocols, it) !== false);
  const { present, trouble } = tlsFeatures.secureRenegotiation;
  const undecided = simulatedHandshakes(facts).flatMap(([it, ...others]) =>
    it && others.length > 0 ? [it.version] : [],
  );
  return [
    ...(spokenVersions(tlsProtocols).length === 0 ? [gap("no version was seen to be spoken")] : []),
    ...suiteGaps(tlsProtocols, tlsSuites),
    ...[...new Set(undecided)].map((it) => gap(`${versionNames[it]}: whose order of suites counts could not be told`)),
    ...exchangeGaps(facts),
    ...designGaps(facts),
    ...(older && present === undefined
      ? [gap(`secure renegotiation: ${trouble?.message ?? "it was not tried"}`, trouble?.wouldVerify)]
      : []),
    // A server that could be prone to CCS injection but can't be attacked by it has no worse grade.
    ...[...flawStates(facts)]
      .filter(([id, state]) => state === "unknown" || (state === "possible" && id !== "ccs-injection"))
      .map(([id]) =>
        gap(`${flawNames[id]}: ${flawDetail(facts, id)}`, "let the prober try this flaw by its behaviour"),
      ),
    ...shownChains(tlsCertificates)
      .filter(({ leaf }) => leaf !== undefined && certificateKeyScore(leaf) === undefined)
      .map(({ label, leaf }) => gap(`the strength of the ${leaf?.keyType} key of “${label}” is not known`)),
    ...(strictTransport(facts) === "untold"
      ? [gap("the endpoint's own page did not come, so its headers are not known")]
      : []),
  ];
}
