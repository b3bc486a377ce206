import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { sourceProblems, uncheckedSources } from "../../package-sources.ts";

export default control({
  id: "image-package-sources-checked",
  requirement: "HAR-1",
  aspect: "base-image",
  subject: "image",
  observes: ["image-packages"],
  severity: "high",
  title: "The image's package manager installs nothing whose signature it has not checked",
  problems: sourceProblems,
  judge: ({ imagePackages }, { problem }) => {
    const { sources, manager, unseen } = imagePackages;
    return settle({
      problems: uncheckedSources(imagePackages, problem),
      gaps: [
        ...(manager === undefined
          ? [
              {
                reason: "no package database was found in the image",
                wouldVerify: "attest where its files come from, and how that is checked",
              },
            ]
          : []),
        ...unseen,
      ],
      because: `${manager} checks the signatures of all ${sources.length} sources`,
    });
  },
  remedy: {
    debian: "Remove trusted=yes and the Allow… settings; name the source's key with signed-by=",
    ubuntu: "Remove trusted=yes and the Allow… settings; name the source's key with signed-by=",
    redhat: "gpgcheck=1 (and sslverify=1) in /etc/dnf/dnf.conf and every file of /etc/yum.repos.d",
    alpine: "Put the repository's key into /etc/apk/keys instead of --allow-untrusted",
  },
});
