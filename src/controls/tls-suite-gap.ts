import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";

/**
 * What one handshake for each version leaves open: which other suites and groups the server would accept. TLS 1.3 by
 * itself leaves nothing open, because all of its suites are strong and all of its exchanges have forward secrecy.
 */
export function suiteGaps({ versions, notTried }: FactsOf<"tls-protocols">): readonly Gap[] {
  const only13 = versions.some((it) => it.version === "TLSv1.3" && it.offered === true);
  const refused = ["TLSv1", "TLSv1.1", "TLSv1.2"].every(
    (name) => versions.find(({ version }) => version === name)?.offered === false,
  );
  if (only13 && refused && notTried.length === 0) return [];
  return [
    {
      reason: "only the suite that was negotiated is known, not all that the server would accept",
      wouldVerify: "a prober that offers every suite and group by itself, or an attested scan by one",
    },
  ];
}
