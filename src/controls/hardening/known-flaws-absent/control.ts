import { settle } from "../../../verdict/outcome.ts";
import type { Severity } from "../../../verdict/severity.ts";
import { control } from "../../control.ts";
import { type FlawId, flawDetail, flawGaps, flawNames, flawStates } from "../../tls-flaws.ts";
import { newVersions, strongSuites } from "../../tls-remedies.ts";
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
    nginx: `# Run: apt-get install --only-upgrade openssl libssl3 nginx\n${newVersions.nginx}\n${strongSuites.nginx}`,
    apache: `# Run: apt-get install --only-upgrade openssl libssl3 apache2\n${newVersions.apache}\n${strongSuites.apache}\nSSLCompression Off`,
    haproxy: `# Run: apt-get install --only-upgrade openssl libssl3 haproxy\n${newVersions.haproxy}\n${strongSuites.haproxy}`,
    caddy:
      "# Run: apt-get install --only-upgrade caddy\n# Remove `ciphers` and `protocols` from the tls block: the defaults have none of these flaws.",
  },
});
