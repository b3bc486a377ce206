import { parseImageReference } from "../../../probes/image-reference.ts";
import { isSameImage } from "../../../probes/same-image.ts";
import { type Gap, settle } from "../../../verdict/outcome.ts";
import { baseOrigin, unresolvedOrigins } from "../../build-stages.ts";
import { control } from "../../control.ts";
import { imageName } from "../../image-name.ts";

export default control({
  id: "build-base-approved",
  requirement: "DOC-2",
  aspect: "named-base",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "high",
  title: "The Dockerfile begins with an approved base image",
  problems: { other: "it begins with {image}, which is no approved base image" },
  judge: ({ dockerfileBuild }, { problem, subject }) => {
    const origin = baseOrigin(dockerfileBuild);
    const image = origin?.kind === "image" ? origin.image : undefined;
    const approved = subject.declared.baseImages.flatMap((it) => parseImageReference(it.reference) ?? []);
    const same = image === undefined ? [] : approved.filter((it) => isSameImage(it, image));
    const isOther = image !== undefined && approved.length > 0 && same.length === 0;
    const gaps: Gap[] = [...dockerfileBuild.unseen];
    if (image !== undefined && approved.length === 0) gaps.push(undeclared);
    if (image?.digest === undefined && same.length > 0 && same.every((it) => it.digest !== undefined)) gaps.push(byTag);
    if (origin?.kind === "unresolved" || origin?.kind === "context") gaps.push(...unresolvedOrigins(dockerfileBuild));
    return settle({
      problems: isOther ? [problem("other", { image: imageName(image) }, { discriminator: imageName(image) })] : [],
      gaps,
      because: image === undefined ? "it begins with nothing at all" : `${imageName(image)} is an approved base image`,
    });
  },
  remedy: { docker: "FROM one of the estate's baseImages, or have this one approved and declare it there." },
});

const undeclared: Gap = { reason: "nobody said which base images are approved", wouldVerify: "declare baseImages" };
const byTag: Gap = {
  reason: "the base image is approved by its digest, and the Dockerfile names only the tag",
  wouldVerify: "name the digest in FROM, too",
};
