import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "security-source-configured",
  requirement: "MNT-1",
  aspect: "security-updates",
  subject: "host",
  observes: ["host-os", "host-package-sources"],
  severity: "high",
  title: "The host takes security updates from a source of them",
  problems: { none: "none of the {count} sources of packages is the one for security updates of {os}" },
  judge: ({ hostOs, hostPackageSources: { sources, unseen } }, { problem }) => {
    if (sources.some(({ security }) => security))
      return settle({ problems: [], gaps: [], because: "a source of security updates is configured" });
    // Only where they are known to come from a source of their own: testing and unstable have none, and no version.
    const hasOwn = /^(?:debian|ubuntu)$/.test(hostOs.id) && hostOs.versionId !== undefined;
    const isSure = hasOwn && sources.length > 0 && unseen.length === 0;
    return settle({
      problems: isSure ? [problem("none", { count: sources.length, os: hostOs.prettyName })] : [],
      gaps: isSure
        ? []
        : [
            ...unseen,
            {
              reason: "no source was seen that is known to bring security updates",
              wouldVerify: "attest from where the host's security updates come",
            },
          ],
      because: "",
    });
  },
  remedy: {
    debian: "deb http://security.debian.org/debian-security CODENAME-security main",
    ubuntu: "deb http://security.ubuntu.com/ubuntu CODENAME-security main",
  },
});
