import { settle } from "../../../verdict/outcome.ts";
import type { Severity } from "../../../verdict/severity.ts";
import { control } from "../../control.ts";
import { judgeSshd, otherwiseGaps, settingOf, settingsGaps } from "../../sshd-settings.ts";

const allowed: Readonly<Record<string, Severity>> = {
  yes: "high",
  "prohibit-password": "medium",
  "without-password": "medium",
};

export default control({
  id: "ssh-root-login-off",
  requirement: "ADM-2",
  aspect: "host-accounts",
  subject: "host",
  observes: ["host-sshd", "host-listeners"],
  severity: "medium",
  title: "Nobody logs in as root by SSH",
  problems: { allowed: "sshd lets root in: PermitRootLogin is {value}{whom}" },
  judge: ({ hostSshd, hostListeners }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const value = settingOf(hostSshd.settings, "permitrootlogin");
      const forRoot = settingOf(hostSshd.settingsForRoot, "permitrootlogin");
      const worst = [value, forRoot].find((it) => it !== undefined && it in allowed);
      const whom = worst === value ? "" : " for root, by a Match block";
      return settle({
        problems:
          worst === undefined
            ? []
            : [problem("allowed", { value: worst, whom }, { severity: allowed[worst] ?? "medium" })],
        gaps: [
          ...settingsGaps(hostSshd.settings, ["permitrootlogin"]),
          ...settingsGaps(hostSshd.settingsForRoot, ["permitrootlogin"]),
          ...otherwiseGaps(hostSshd),
        ],
        because: `PermitRootLogin is ${value}`,
      });
    }),
  remedy: { openssh: "PermitRootLogin no\nAdministrators log in by their own names and use sudo." },
});
