import { settle } from "../../../verdict/outcome.ts";
import { startedWorkloads } from "../../asked-workloads.ts";
import { control } from "../../control.ts";
import { imageName } from "../../image-name.ts";
import { isTrustedRepository } from "../../trusted-repositories.ts";

export default control({
  id: "compose-images-trusted",
  requirement: "DOC-1",
  aspect: "compose-sources",
  subject: "compose-file",
  observes: ["compose-workloads"],
  severity: "high",
  title: "Every image of a compose file or manifest comes from a trusted repository",
  problems: { untrusted: "{place}: {container} runs {image}, which is of no trusted repository" },
  judge: ({ composeWorkloads }, { problem, policy: { trustedRepositories: trusted }, subject }) => {
    const started = startedWorkloads(composeWorkloads, subject.declared);
    // What is built here is named here; its sources are the Dockerfile's.
    const named = started.flatMap((it) =>
      it.image === undefined || it.build !== undefined ? [] : [{ ...it, image: it.image }],
    );
    const undeclared = trusted.length === 0 && named.length > 0;
    return settle({
      problems: named
        .filter(({ image }) => !undeclared && !isTrustedRepository(image, trusted))
        .map(({ place, name: container, image }) =>
          problem(
            "untrusted",
            { place, container, image: imageName(image) },
            { discriminator: `${container} ${imageName(image)}` },
          ),
        ),
      gaps: [
        ...composeWorkloads.unseen,
        ...(undeclared
          ? [
              {
                reason: "nobody said which repositories are trusted",
                wouldVerify: "declare policy.trustedRepositories",
              },
            ]
          : []),
      ],
      because: `all ${named.length} images come from trusted repositories`,
    });
  },
  remedy: {
    docker: "Name an image of a trusted repository; mirror the one you need into it after a review.",
    kubernetes: "Name an image of a trusted repository; mirror the one you need into it after a review.",
  },
});
