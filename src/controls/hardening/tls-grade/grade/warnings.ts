import { offers } from "../../../tls-versions.ts";
import { type Rule, rule } from "./rule.ts";
import { strictTransport } from "./strict-transport.ts";

/** What takes the plain A away, and nothing more. */
export const warnings: readonly Rule[] = [
  rule(
    "no-tls13",
    "A-",
    ({ tlsProtocols }) => offers(tlsProtocols, "TLSv1.3") === false && "TLS 1.3 is not spoken",
    "speak TLS 1.3",
  ),
  rule(
    "hsts-disabled",
    "A-",
    (facts) => strictTransport(facts) === "disabled" && "Strict-Transport-Security is switched off by max-age=0",
    "send Strict-Transport-Security with a max-age of a year",
  ),
  rule(
    "hsts-invalid",
    "A-",
    (facts) => strictTransport(facts) === "invalid" && "Strict-Transport-Security is not valid",
    "send Strict-Transport-Security once, with a max-age in seconds",
  ),
  rule(
    "no-secure-renegotiation",
    "A-",
    ({ tlsProtocols, tlsFeatures }) =>
      tlsFeatures.secureRenegotiation.present === false &&
      // TLS 1.3 has no renegotiation that could be made secure.
      (["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"] as const).some((it) => offers(tlsProtocols, it) === true) &&
      "renegotiation is not secured by RFC 5746",
    "update the TLS library",
  ),
];
