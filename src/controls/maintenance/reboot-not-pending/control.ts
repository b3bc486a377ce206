import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "reboot-not-pending",
  requirement: "MNT-1",
  aspect: "reboot",
  subject: "host",
  observes: ["host-reboot"],
  severity: "medium",
  title: "No restart is pending",
  problems: { required: "updates need a restart of the host{packages}" },
  judge: ({ hostReboot: { required, packages, markedBy } }, { problem }) =>
    settle({
      problems: required ? [problem("required", { packages: packages.length > 0 ? `: ${listed(packages)}` : "" })] : [],
      gaps: required || markedBy !== undefined ? [] : [unmarked],
      because: `no update asks for a restart, which ${markedBy} would have marked`,
    }),
  remedy: {
    linux: "Restart the host in its maintenance window.",
    debian: "Restart the host in its maintenance window; Unattended-Upgrade::Automatic-Reboot does it by itself.",
    ubuntu: "Restart the host in its maintenance window, or use Livepatch for the kernel.",
  },
});

const unmarked: Gap = {
  reason: "no update asks for a restart, but nothing is installed here that would mark that one is pending",
  wouldVerify:
    "install what marks it: unattended-upgrades (Debian), update-notifier-common (Ubuntu), dnf-utils (Red Hat)",
};
