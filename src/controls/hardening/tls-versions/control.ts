import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

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
    const { versions, notTried } = tlsProtocols;
    const offers = (version: string) => versions.find((it) => it.version === version)?.offered;
    const names = { TLSv1: "TLS 1.0", "TLSv1.1": "TLS 1.1", "TLSv1.2": "TLS 1.2", "TLSv1.3": "TLS 1.3" } as const;
    const old = (["TLSv1", "TLSv1.1"] as const).filter((it) => offers(it) === true);
    const noneNew = offers("TLSv1.2") === false && offers("TLSv1.3") === false;
    const unseen = (Object.keys(names) as (keyof typeof names)[]).filter((it) => offers(it) === undefined);
    return settle({
      problems: [
        ...old.map((it) => problem("old", { version: names[it] }, { discriminator: it })),
        ...(noneNew ? [problem("none-new", {}, { severity: "high" })] : []),
      ],
      gaps: [
        ...unseen.map((it) => {
          const { trouble } = versions.find(({ version }) => version === it) ?? {};
          return {
            reason: `${names[it]}: ${trouble?.message ?? "it was not tried"}`,
            wouldVerify: trouble?.wouldVerify ?? "observe again",
          };
        }),
        ...(notTried.length === 0
          ? []
          : [
              {
                reason: `${notTried.join(" and ")} could not be tried`,
                wouldVerify: "a prober that speaks the old protocols, or an attested scan by one",
              },
            ]),
      ],
      because: `of ${versions.length + notTried.length} versions only new ones are spoken`,
    });
  },
  remedy: {
    nginx: "ssl_protocols TLSv1.2 TLSv1.3;",
    apache: "SSLProtocol -all +TLSv1.2 +TLSv1.3",
    haproxy: "ssl-default-bind-options ssl-min-ver TLSv1.2",
    caddy: "tls {\n  protocols tls1.2 tls1.3\n}",
    tomcat: 'In server.xml: <SSLHostConfig protocols="TLSv1.2+TLSv1.3">',
  },
});
