import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";
import { isShared, secretFacts, secretHolders, unseenSecrets } from "../../secret-holders.ts";

const sorted = (texts: readonly string[]) => [...new Set(texts)].sort();

export default control({
  id: "dedicated-secrets",
  requirement: "BCK-3",
  aspect: "secrets",
  subject: "estate",
  observes: [],
  across: secretFacts,
  severity: "high",
  title: "No two systems hold the same secret",
  problems: { shared: "one secret is held by {systems}: {places}" },
  judge: (_, { subject, across, problem }) => {
    const all = secretHolders(across);
    return settle({
      problems: all.filter(isShared).map((of) => {
        const systems = listed(sorted(of.flatMap((it) => it.systems)));
        const places = listed(sorted(of.map((it) => `${it.name} in ${it.where}`)), 4);
        // Fingerprints and process ids are others each time, and can't name the finding.
        const discriminator = sorted(of.map((it) => `${it.name} ${it.id}`)).join(" ");
        return problem("shared", { systems, places }, { discriminator });
      }),
      gaps: unseenSecrets(across, Object.keys(subject.declared.systems)),
      because: `none of ${all.length} secrets that were seen is in two systems`,
    });
  },
  remedy: {
    linux: "Make a new secret for each system, give it to that system alone, and revoke the common one",
    docker: "Make a new secret for each system, and mount it into that system's containers alone",
  },
});
