import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";
import { hours, listGaps } from "../../package-lists.ts";

export default control({
  id: "security-updates-installed",
  requirement: "MNT-1",
  aspect: "security-updates",
  subject: "host",
  observes: ["host-updates"],
  severity: "high",
  title: "Every security update is installed",
  problems: { pending: "{count} security updates are not installed: {names}" },
  judge: ({ hostUpdates }, { problem, policy }) => {
    const pending = hostUpdates.pending.filter((it) => it.security);
    const names = listed(pending.map(({ name, installed, candidate }) => `${name} ${installed} → ${candidate}`));
    return settle({
      problems: pending.length === 0 ? [] : [problem("pending", { count: pending.length, names })],
      gaps: listGaps(hostUpdates, policy.packageListsMaxAgeDays),
      because: `signed package lists of ${hours(hostUpdates.listsAgeSeconds ?? 0)} ago know of no security update that isn't installed`,
    });
  },
  remedy: {
    debian: "apt-get update && apt-get upgrade; and unattended-upgrades, so that it happens by itself",
    ubuntu: "apt-get update && apt-get upgrade; and unattended-upgrades, so that it happens by itself",
    redhat: "dnf upgrade --security; and dnf-automatic, so that it happens by itself",
    alpine: "apk upgrade --update-cache --available",
  },
});
