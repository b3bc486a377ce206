import type { FactsOf } from "../../../probes/fact-kinds.ts";
import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";

const day = 86_400;

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

/** Lists that are old, unsigned or without a security source tell nothing about what is not pending. */
function listGaps(updates: FactsOf<"host-updates">, mostDays: number): readonly Gap[] {
  const { listsAgeSeconds: age, listsSigned, securitySource } = updates;
  const wouldVerify = "let the host fetch its package lists (such as `apt-get update`), and observe again";
  if (age === undefined) return [{ reason: "the host has no package lists", wouldVerify }];
  return [
    ...(age > mostDays * day || age < -day
      ? [{ reason: `the package lists are ${hours(age)} old; after ${mostDays} days they tell nothing`, wouldVerify }]
      : []),
    ...(securitySource
      ? []
      : [
          {
            reason: "none of the package lists is a security source",
            wouldVerify: "add the security repository of the distribution, and fetch its lists",
          },
        ]),
    ...(listsSigned === true
      ? []
      : [
          {
            reason:
              listsSigned === false
                ? "package lists without a valid signature"
                : "whether the package lists are signed was not seen",
            wouldVerify: "fetch the lists from a signed repository, with its key and gpgv on the host",
          },
        ]),
  ];
}

function hours(seconds: number): string {
  return seconds < 2 * day ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / day)} days`;
}
