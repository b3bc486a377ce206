import { type Gap, settle } from "../../../verdict/outcome.ts";
import { listGaps, uncoveredGaps } from "../../advisory-freshness.ts";
import { control } from "../../control.ts";
import { builtAt } from "../../image-age.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "packages-current-at-build",
  requirement: "DOC-3",
  aspect: "packages",
  subject: "image",
  observes: ["image-updates", "image-packages", "image-identity"],
  severity: "high",
  title: "No package was older at build time than the security suite offered",
  problems: {
    outdated: "built at {built} without {count} security updates that were offered then: {names}",
  },
  judge: ({ imageUpdates, imagePackages, imageIdentity }, { problem, now, policy }) => {
    const built = builtAt(imageIdentity, imagePackages, now);
    const security = imageUpdates.outdated.filter((it) => it.security);
    const isOffered = (since: string | undefined) =>
      built !== undefined && since !== undefined && Date.parse(since) <= built.getTime();
    const missed = security.filter((it) => isOffered(it.offeredSince));
    const later = security.filter((it) => !isOffered(it.offeredSince));
    const names = listed(missed.map((it) => `${it.name} ${it.installed} → ${it.offered}`));
    const sources = imagePackages.sources;
    const blind: readonly Gap[] =
      sources.length > 0 && !sources.some((it) => it.security)
        ? [
            {
              reason: "its own package sources have no security suite, so that an upgrade in the build finds nothing",
              wouldVerify: "add the security suite to the base image's sources",
            },
          ]
        : [];
    return settle({
      problems:
        missed.length === 0
          ? []
          : [problem("outdated", { built: built?.toISOString() ?? "", count: missed.length, names })],
      gaps: [
        ...(later.length === 0
          ? []
          : [
              {
                reason: `${listed(later.map((it) => it.name))} ${later.length === 1 ? "is" : "are"} outdated now; no list at hand is as old as the build`,
                wouldVerify:
                  "keep copies of the lists (`advisories.cache`) and assess after each build, or build it anew",
              },
              ...blind,
            ]),
        ...listGaps(imageUpdates, now, policy.advisoriesMaxAgeHours),
        ...uncoveredGaps(
          imageUpdates.uncovered.map((it) => `${it.name} ${it.version}`),
          "the distribution's security suite",
        ),
        ...imageUpdates.unseen,
      ],
      because: `none of its ${imageUpdates.compared} packages is older than what the security suite offers now`,
    });
  },
  remedy: {
    debian:
      "RUN apt-get update && apt-get -y upgrade && rm -rf /var/lib/apt/lists/* after FROM, with the security suite among the sources; build with --no-cache --pull",
    ubuntu:
      "RUN apt-get update && apt-get -y upgrade && rm -rf /var/lib/apt/lists/* after FROM; build with --no-cache --pull",
    alpine: "RUN apk upgrade --no-cache after FROM; build with --no-cache --pull",
    redhat: "RUN dnf -y upgrade --refresh && dnf clean all after FROM; build with --no-cache --pull",
  },
});
