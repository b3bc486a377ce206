import { settle } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
import { shownChains } from "../../certificate-chains.ts";
import { issuedCertificate } from "../../certificate-remedies.ts";
import { control } from "../../control.ts";

export default control({
  id: "certificate-names",
  requirement: "SCN-3",
  aspect: "names",
  subject: "endpoint",
  observes: ["tls-certificates"],
  severity: "high",
  title: "The certificate is for the name that the endpoint is reached by",
  problems: {
    other: "the certificate is not for {wanted}, but for {names}",
    "common-name": "{wanted} stands only in the certificate's common name, which clients no longer heed",
    nameless: "the certificate is for no name at all",
  },
  judge: ({ tlsCertificates, tlsCertificates: { serverName: wanted } }, { problem }) =>
    settle({
      problems: shownChains(tlsCertificates).flatMap(({ chain, leaf, discriminator }) => {
        if (chain.nameMatches) return [];
        const names = leaf?.names ?? [];
        if (names.length === 0) return [problem("nameless", {}, { discriminator })];
        // The names are the common name alone where there is no alternative name.
        if (names.some((it) => it.toLowerCase() === wanted.toLowerCase()))
          return [problem("common-name", { wanted }, { discriminator })];
        return [problem("other", { wanted, names: shown(names.join(", ")) }, { discriminator })];
      }),
      gaps: [],
      because: `the certificate is for ${wanted}`,
    }),
  remedy: issuedCertificate,
});
