import { settle } from "../../../verdict/outcome.ts";
import type { Severity } from "../../../verdict/severity.ts";
import { control } from "../../control.ts";
import { strongSuites } from "../../tls-remedies.ts";
import {
  acceptedSuites,
  type SuiteWeakness,
  suiteGaps,
  suiteNames,
  suiteVersions,
  suiteWeaknesses,
} from "../../tls-suites.ts";

const severities: Partial<Record<SuiteWeakness, Severity>> = { rc4: "medium", "small-block": "medium" };

export default control({
  id: "cipher-suites-strong",
  requirement: "HAR-3",
  aspect: "suites",
  subject: "endpoint",
  observes: ["tls-protocols", "tls-suites"],
  severity: "high",
  title: "Only strong cipher suites are accepted",
  problems: {
    null: "suites without encryption are accepted: {suites} ({versions})",
    anonymous: "suites without authentication are accepted: {suites} ({versions})",
    export: "suites weakened for export are accepted: {suites} ({versions})",
    rc4: "suites with RC4 are accepted: {suites} ({versions})",
    "small-block": "suites with blocks of 64 bits are accepted: {suites} ({versions})",
    short: "suites with keys shorter than 112 bits are accepted: {suites} ({versions})",
  },
  judge: ({ tlsProtocols, tlsSuites }, { problem }) => {
    const accepted = acceptedSuites(tlsSuites);
    return settle({
      problems: (Object.keys(suiteWeaknesses) as SuiteWeakness[]).flatMap((id) => {
        const weak = accepted.filter((it) => suiteWeaknesses[id](it.suite));
        const severity = severities[id];
        if (weak.length === 0) return [];
        const data = { suites: suiteNames(weak), versions: suiteVersions(weak) };
        return [problem(id, data, severity === undefined ? {} : { severity })];
      }),
      gaps: suiteGaps(tlsProtocols, tlsSuites),
      because: `every suite was offered, and of ${accepted.length} accepted ones none is weak (${suiteVersions(accepted)})`,
    });
  },
  remedy: {
    ...strongSuites,
    caddy: "# Caddy refuses weak suites even where `ciphers` would name them: look at what stands in front of it.",
  },
});
