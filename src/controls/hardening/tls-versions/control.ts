import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { newVersions } from "../../tls-remedies.ts";
import { offers, spokenVersions, versionGaps, versionNames } from "../../tls-versions.ts";

export default control({
  id: "tls-versions",
  requirement: "HAR-3",
  aspect: "protocols",
  subject: "endpoint",
  observes: ["tls-protocols"],
  severity: "medium",
  title: "Only TLS 1.2 and newer are spoken",
  problems: {
    old: "{version} is offered",
    "none-new": "neither TLS 1.2 nor TLS 1.3 is offered",
  },
  judge: ({ tlsProtocols }, { problem }) => {
    const spoken = spokenVersions(tlsProtocols);
    const old = spoken.filter((it) => it !== "TLSv1.2" && it !== "TLSv1.3");
    const noneNew = offers(tlsProtocols, "TLSv1.2") === false && offers(tlsProtocols, "TLSv1.3") === false;
    return settle({
      problems: [
        ...old.map((it) => {
          const severity = it.startsWith("SSL") ? "high" : "medium";
          return problem("old", { version: versionNames[it] }, { discriminator: it, severity });
        }),
        ...(noneNew ? [problem("none-new", {}, { severity: "high" })] : []),
      ],
      gaps: versionGaps(tlsProtocols),
      because: `of all versions since SSL 2.0 only ${spoken.map((it) => versionNames[it]).join(" and ")} is spoken`,
    });
  },
  remedy: {
    ...newVersions,
    tomcat: 'In server.xml: <SSLHostConfig protocols="TLSv1.2+TLSv1.3">',
  },
});
