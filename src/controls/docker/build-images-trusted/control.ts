import { settle } from "../../../verdict/outcome.ts";
import { neededOrigins, unresolvedOrigins } from "../../build-stages.ts";
import { control } from "../../control.ts";
import { imageName } from "../../image-name.ts";
import { isTrustedRepository } from "../../trusted-repositories.ts";

export default control({
  id: "build-images-trusted",
  requirement: "DOC-1",
  aspect: "build-sources",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "high",
  title: "Everything that is built on comes from a trusted repository",
  problems: { untrusted: "line {line}: {image} is of no trusted repository" },
  judge: ({ dockerfileBuild }, { problem, policy }) => {
    const trusted = policy.trustedRepositories;
    const images = neededOrigins(dockerfileBuild).flatMap(({ line, origin }) =>
      origin.kind === "image" ? [{ line, image: origin.image }] : [],
    );
    const undeclared = trusted.length === 0 && images.length > 0;
    return settle({
      problems: images
        .filter(({ image }) => !undeclared && !isTrustedRepository(image, trusted))
        .map(({ line, image }) =>
          problem("untrusted", { line, image: imageName(image) }, { discriminator: imageName(image) }),
        ),
      gaps: [
        ...dockerfileBuild.unseen,
        ...unresolvedOrigins(dockerfileBuild),
        ...(undeclared
          ? [
              {
                reason: "nobody said which repositories are trusted",
                wouldVerify: "declare policy.trustedRepositories",
              },
            ]
          : []),
      ],
      because: `all ${images.length} images that it is built of come from trusted repositories`,
    });
  },
  remedy: { docker: "Begin with an image of a trusted repository; mirror the one you need into it after a review." },
});
