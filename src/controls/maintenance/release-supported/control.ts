import { type Outcome, settle, unknown } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

const warnDays = 90;

export default control({
  id: "release-supported",
  requirement: "MNT-1",
  aspect: "supported-release",
  subject: "host",
  observes: ["host-os"],
  severity: "critical",
  title: "The operating system still gets security updates",
  problems: { ended: "{name} has had no security updates since {day} ({source})" },
  judge: ({ hostOs: { prettyName: name, endOfLife } }, { problem, now }): Outcome => {
    const end = endOfLife === undefined ? Number.NaN : Date.parse(`${endOfLife.day}T23:59:59Z`);
    if (endOfLife === undefined || Number.isNaN(end)) {
      return unknown(
        `until when ${name} is supported is not known`,
        "install distro-info-data on the host, or use a release whose end of support is public",
      );
    }
    const { day, regularDay, source } = endOfLife;
    const left = Math.floor((end - now.getTime()) / 86_400_000);
    return settle({
      problems: left < 0 ? [problem("ended", { name, day, source })] : [],
      gaps: [],
      because:
        `${name} is supported until ${day}${regularDay === undefined ? "" : `, since ${regularDay} by long-term support`} (${source})` +
        (left < warnDays ? `: only ${left} days are left` : ""),
    });
  },
  remedy: {
    debian:
      "Upgrade to the next release: change the codename in /etc/apt/sources.list, then apt-get update && apt full-upgrade",
    ubuntu: "do-release-upgrade",
    redhat: "leapp upgrade, or a new host with the next release",
    alpine: "Change the branch in /etc/apk/repositories, then apk upgrade --update-cache --available",
  },
});
