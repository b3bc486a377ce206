import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { sourceProblems, uncheckedSources } from "../../package-sources.ts";

export default control({
  id: "package-sources-checked",
  requirement: "HAR-1",
  aspect: "package-sources",
  subject: "host",
  observes: ["host-package-sources"],
  severity: "high",
  title: "The host's package manager installs nothing whose signature it has not checked",
  problems: sourceProblems,
  judge: ({ hostPackageSources }, { problem }) => {
    const { sources, unseen } = hostPackageSources;
    return settle({
      problems: uncheckedSources(hostPackageSources, problem),
      gaps: [
        ...unseen,
        ...(sources.length === 0
          ? [
              {
                reason: "no source of packages was found",
                wouldVerify: "attest where the host's packages come from, and how that is checked",
              },
            ]
          : []),
      ],
      because: `signatures of all ${sources.length} sources are checked`,
    });
  },
  remedy: {
    debian: "Remove trusted=yes and the Allow… settings; name the source's key with signed-by=",
    ubuntu: "Remove trusted=yes and the Allow… settings; name the source's key with signed-by=",
    redhat: "gpgcheck=1 and sslverify=1 in /etc/dnf/dnf.conf and every file of /etc/yum.repos.d",
  },
});
