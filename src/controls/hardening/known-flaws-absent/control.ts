import { settle } from "../../../verdict/outcome.ts";
import type { Severity } from "../../../verdict/severity.ts";
import { control } from "../../control.ts";
import { type FlawId, flawDetail, flawGaps, flawNames, flawStates } from "../../tls-flaws.ts";
import { suiteGaps } from "../../tls-suites.ts";
import { designFlaws, designGaps, formerFlaws } from "./design-flaws.ts";

const severities: Partial<Record<FlawId, Severity>> = { heartbleed: "critical", robot: "critical" };

export default control({
  id: "known-flaws-absent",
  requirement: "HAR-3",
  aspect: "known-flaws",
  subject: "endpoint",
  observes: ["tls-protocols", "tls-suites", "tls-key-exchange", "tls-features", "tls-flaws"],
  severity: "high",
  title: "No known flaw of TLS or of its implementation can be used",
  problems: {
    implementation: "the endpoint has {name}: {detail}",
    design: "the endpoint is prone to {name}: {by}",
  },
  judge: (seen, { problem }) => {
    const found = [...flawStates(seen)].flatMap(([id, state]) => (state === "vulnerable" ? [id] : []));
    const former = formerFlaws(seen);
    return settle({
      problems: [
        ...found.map((id) =>
          problem(
            "implementation",
            { name: flawNames[id], detail: flawDetail(seen, id) },
            { discriminator: id, severity: severities[id] ?? "high" },
          ),
        ),
        ...designFlaws.flatMap(({ id, name, severity, by }) => {
          const why = by(seen);
          return why === undefined ? [] : [problem("design", { name, by: why }, { discriminator: id, severity })];
        }),
      ],
      gaps: [...flawGaps(seen), ...designGaps(seen), ...suiteGaps(seen.tlsProtocols, seen.tlsSuites)],
      because: [`none of ${designFlaws.length + flawStates(seen).size} flaws`, ...former].join("; "),
    });
  },
  remedy: {
    nginx:
      "apt-get install --only-upgrade openssl libssl3 nginx\nssl_protocols TLSv1.2 TLSv1.3;\nssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
    apache:
      "apt-get install --only-upgrade openssl libssl3 apache2\nSSLProtocol -all +TLSv1.2 +TLSv1.3\nSSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20\nSSLCompression Off",
    haproxy:
      "apt-get install --only-upgrade openssl libssl3 haproxy\nssl-default-bind-options ssl-min-ver TLSv1.2\nssl-default-bind-ciphers ECDHE+AESGCM:ECDHE+CHACHA20",
    caddy:
      "Update Caddy and remove `ciphers` and `protocols` from the tls block: the defaults have none of these flaws.",
  },
});
