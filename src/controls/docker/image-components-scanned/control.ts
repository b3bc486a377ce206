import { settle } from "../../../verdict/outcome.ts";
import { dataGaps, uncoveredGaps } from "../../advisory-freshness.ts";
import { control } from "../../control.ts";

export default control({
  id: "image-components-scanned",
  requirement: "DOC-4",
  aspect: "components-scan",
  subject: "image",
  observes: ["image-vulnerabilities", "image-identity"],
  severity: "medium",
  title: "This digest was scanned whole for vulnerable components, with fresh data",
  problems: {
    altered: "layer {layer} is not the one that the image's configuration names: the digest is of something else",
  },
  judge: ({ imageVulnerabilities: scan, imageIdentity }, { problem, now, policy }) =>
    settle({
      problems: imageIdentity.layers.flatMap((it, layer) =>
        it.verified ? [] : [problem("altered", { layer }, { discriminator: `${layer}`, severity: "critical" })],
      ),
      gaps: [
        ...dataGaps(scan.dataAt, now, policy.advisoriesMaxAgeHours),
        ...uncoveredGaps(
          scan.unmatched.map((it) => it.component),
          "the vulnerability data",
        ),
        ...(scan.matched === 0
          ? [{ reason: "no component of it could be looked up", wouldVerify: "build it with its package database" }]
          : []),
        ...scan.unseen,
      ],
      because: `${imageIdentity.digest ?? imageIdentity.configDigest}: ${scan.matched} components looked up in data of ${scan.dataAt}`,
    }),
  remedy: {
    docker:
      "Assess every image after its build and daily as long as it runs, with vulnerability data that is fetched daily.",
  },
});
