import { settle } from "../../../verdict/outcome.ts";
import { startedWorkloads } from "../../asked-workloads.ts";
import { control } from "../../control.ts";
import { imageName } from "../../image-name.ts";

export default control({
  id: "compose-images-pinned",
  requirement: "DOC-1",
  aspect: "compose-sources",
  subject: "compose-file",
  observes: ["compose-workloads"],
  severity: "low",
  title: "Every image of a compose file or manifest is pinned by digest",
  problems: { tag: "{place}: {container} runs {image}, which is named by no digest" },
  judge: ({ composeWorkloads }, { problem, subject }) => {
    const started = startedWorkloads(composeWorkloads, subject.declared);
    const named = started.flatMap((it) =>
      it.image === undefined || it.build !== undefined ? [] : [{ ...it, image: it.image }],
    );
    return settle({
      problems: named
        .filter(({ image }) => image.digest === undefined)
        .map(({ place, name: container, image }) => {
          const moving = image.tag === undefined || image.tag === "latest";
          return problem(
            "tag",
            { place, container, image: imageName(image) },
            { discriminator: `${container} ${imageName(image)}`, ...(moving && { severity: "medium" }) },
          );
        }),
      gaps: composeWorkloads.unseen,
      because: `all ${named.length} images are named by digest`,
    });
  },
  remedy: {
    docker: "image: registry.example.com/shop:1.4@sha256:… — docker buildx imagetools inspect tells the digest",
    kubernetes: "image: registry.example.com/shop:1.4@sha256:… — let the deployment's tool write the digest",
  },
});
