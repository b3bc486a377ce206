import { parseImageReference } from "../../../probes/image-reference.ts";
import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { isTrustedRepository } from "../../trusted-repositories.ts";

export default control({
  id: "image-from-trusted-repository",
  requirement: "DOC-1",
  aspect: "image-origin",
  subject: "image",
  observes: ["image-identity"],
  severity: "high",
  title: "The image is of a trusted repository, by its digest there",
  problems: { untrusted: "the image is of {repository}, which is none of the trusted repositories" },
  judge: ({ imageIdentity }, { subject, policy, problem }) => {
    const { source, repoDigests, digest } = imageIdentity;
    const own =
      source === "registry" && digest !== undefined ? [`${subject.declared.reference.split("@")[0]}@${digest}`] : [];
    const names = [...repoDigests, ...own].flatMap((it) => parseImageReference(it) ?? []);
    const trusted = names.filter((it) => isTrustedRepository(it, policy.trustedRepositories));
    const others = [...new Set(names.map((it) => `${it.registry}/${it.repository}`))];
    const undeclared = policy.trustedRepositories.length === 0;
    return settle({
      problems:
        trusted.length > 0 || undeclared
          ? []
          : others.map((repository) => problem("untrusted", { repository }, { discriminator: repository })),
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
                reason: "no repository knows the image by its digest: it was built or loaded here, or is a file",
                wouldVerify: "push it, and declare it by its name in the registry",
              },
            ]
          : []),
        ...imageIdentity.unseen,
      ],
      because: `${trusted[0]?.registry}/${trusted[0]?.repository} has it as ${trusted[0]?.digest}`,
    });
  },
  remedy: {
    docker: "Pull the image from a repository of `policy.trustedRepositories`, or add this one there after a review.",
  },
});
