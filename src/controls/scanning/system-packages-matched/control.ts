import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { hours, listGaps } from "../../package-lists.ts";

export default control({
  id: "system-packages-matched",
  requirement: "SCN-2",
  aspect: "system-packages",
  subject: "host",
  observes: ["host-updates"],
  severity: "medium",
  title: "The host's packages are matched with current lists of security updates",
  problems: { stale: "the lists of packages are {age} old: whatever was published since is missed" },
  judge: ({ hostUpdates }, { problem, policy }) => {
    const age = hostUpdates.listsAgeSeconds ?? 0;
    const stale = age > policy.packageListsMaxAgeDays * 86_400;
    return settle({
      problems: stale ? [problem("stale", { age: hours(age) })] : [],
      gaps: listGaps(hostUpdates, policy.packageListsMaxAgeDays),
      because: `every package was matched with signed lists of ${hours(age)} ago, security updates among them`,
    });
  },
  remedy: {
    debian: 'APT::Periodic::Update-Package-Lists "1"; in /etc/apt/apt.conf.d/20auto-upgrades, and apt-daily.timer on.',
    ubuntu: 'APT::Periodic::Update-Package-Lists "1"; in /etc/apt/apt.conf.d/20auto-upgrades, and apt-daily.timer on.',
    redhat: "systemctl enable --now dnf-makecache.timer",
    alpine: "apk update, daily by cron",
  },
});
