import { parseImageReference } from "../../../probes/image-reference.ts";
import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { isTrustedRepository } from "../../trusted-repositories.ts";

export default control({
  id: "container-image-trusted",
  requirement: "DOC-1",
  aspect: "container-origin",
  subject: "container",
  observes: ["container-lifetime"],
  severity: "high",
  title: "The container was made of an image of a trusted repository, by its digest there",
  problems: { untrusted: "it was made of {image}, which is of {repository}: none of the trusted repositories" },
  judge: ({ containerLifetime: { image } }, { policy: { trustedRepositories }, problem }) => {
    const names = image.repoDigests.flatMap((it) => parseImageReference(it) ?? []);
    const trusted = names.find((it) => isTrustedRepository(it, trustedRepositories));
    const undeclared = trustedRepositories.length === 0;
    const others = [...new Set(names.map((it) => `${it.registry}/${it.repository}`))];
    const written = image.reference?.written ?? image.id;
    return settle({
      problems:
        trusted !== undefined || undeclared
          ? []
          : others.map((repository) =>
              problem("untrusted", { image: written, repository }, { discriminator: repository }),
            ),
      gaps: [
        ...(undeclared
          ? [
              {
                reason: "no repository is declared as trusted",
                wouldVerify: "name them under `policy.trustedRepositories`",
              },
            ]
          : []),
        ...(names.length === 0
          ? [
              {
                reason: `no repository knows ${written} by its digest: its name says nothing of where it is from`,
                wouldVerify: "pull the image from its repository, and make the container of that",
              },
            ]
          : []),
      ],
      because: `${trusted?.registry}/${trusted?.repository} has its image as ${trusted?.digest}`,
    });
  },
  remedy: { docker: "Make the container anew of an image of a trusted repository, named by its digest" },
});
