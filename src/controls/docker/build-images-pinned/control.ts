import { settle } from "../../../verdict/outcome.ts";
import { neededOrigins, unresolvedOrigins } from "../../build-stages.ts";
import { control } from "../../control.ts";
import { imageName } from "../../image-name.ts";

export default control({
  id: "build-images-pinned",
  requirement: "DOC-1",
  aspect: "build-sources",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "low",
  title: "Everything that is built on is pinned by digest",
  problems: {
    tag: "line {line}: {image} is named by a tag alone, which may be another image tomorrow",
    latest: "line {line}: {image} is whatever is the latest",
  },
  judge: ({ dockerfileBuild }, { problem }) => {
    const images = neededOrigins(dockerfileBuild).flatMap(({ line, origin }) =>
      origin.kind === "image" ? [{ line, image: origin.image }] : [],
    );
    return settle({
      problems: images
        .filter(({ image }) => image.digest === undefined)
        .map(({ line, image }) => {
          const told = { line, image: imageName(image) };
          const options = { discriminator: imageName(image) };
          if (image.tag !== undefined && image.tag !== "latest") return problem("tag", told, options);
          return problem("latest", told, { ...options, severity: "medium" });
        }),
      gaps: [...dockerfileBuild.unseen, ...unresolvedOrigins(dockerfileBuild)],
      because: `all ${images.length} images that it is built of are named by digest`,
    });
  },
  remedy: {
    docker:
      "FROM debian:12@sha256:… — `docker buildx imagetools inspect debian:12` tells the digest; let a bot renew it with each new base",
  },
});
