import { settle } from "../../../verdict/outcome.ts";
import { listGaps, uncoveredGaps } from "../../advisory-freshness.ts";
import { control } from "../../control.ts";

export default control({
  id: "image-packages-matched",
  requirement: "SCN-2",
  aspect: "image-packages",
  subject: "image",
  observes: ["image-updates", "image-identity"],
  severity: "medium",
  title: "Every package of the image was matched with current, signed lists",
  problems: {
    altered: "layer {layer} is not the one that the image's configuration names: what was scanned is something else",
  },
  judge: ({ imageUpdates, imageIdentity }, { problem, now, policy }) =>
    settle({
      problems: imageIdentity.layers.flatMap((it, layer) =>
        it.verified ? [] : [problem("altered", { layer }, { discriminator: `${layer}` })],
      ),
      gaps: [
        ...listGaps(imageUpdates, now, policy.advisoriesMaxAgeHours),
        ...uncoveredGaps(
          imageUpdates.uncovered.map((it) => `${it.name} ${it.version}`),
          "the distribution's lists",
        ),
        ...(imageUpdates.compared === 0
          ? [{ reason: "no package could be compared", wouldVerify: "build the image with its package database" }]
          : []),
        ...imageUpdates.unseen,
      ],
      because: `${imageUpdates.compared} packages of ${imageIdentity.digest ?? imageIdentity.configDigest} compared with ${imageUpdates.lists.length} signed lists`,
    }),
  remedy: { docker: "Assess the image with the mirrors of its distribution declared under `advisories`." },
});
