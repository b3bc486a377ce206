import { settle } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
import { issuedCertificate } from "../../certificate-remedies.ts";
import { control } from "../../control.ts";

export default control({
  id: "certificate-wildcard",
  requirement: "HAR-3",
  aspect: "certificate-key",
  subject: "endpoint",
  observes: ["tls-certificates"],
  severity: "low",
  title: "No wildcard certificate is used without leave",
  problems: { wildcard: "the certificate is for every name of {names}" },
  judge: ({ tlsCertificates }, { policy, problem }) => {
    const wildcards = [
      ...new Set(tlsCertificates.chains.flatMap(({ sent }) => sent[0]?.names.filter((it) => it.includes("*")) ?? [])),
    ];
    const names = wildcards.map(shown).join(", ");
    return settle({
      problems: wildcards.length > 0 && !policy.wildcardCertificates ? [problem("wildcard", { names })] : [],
      gaps: [],
      because: names === "" ? "the certificate names its hosts one by one" : `the policy allows the wildcard ${names}`,
    });
  },
  remedy: issuedCertificate,
});
