import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { judgeSshd, otherwiseGaps, settingOf, settingsGaps } from "../../sshd-settings.ts";

const keyword = "permitemptypasswords";

export default control({
  id: "ssh-empty-passwords-off",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-sshd", "host-listeners"],
  severity: "critical",
  title: "SSH takes no empty password",
  problems: { allowed: "sshd lets accounts with an empty password in: PermitEmptyPasswords is {value}" },
  judge: ({ hostSshd, hostListeners }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const values = [settingOf(hostSshd.settings, keyword), settingOf(hostSshd.settingsForRoot, keyword)];
      const value = values.find((it) => it !== undefined && it !== "no");
      return settle({
        problems: value === undefined ? [] : [problem("allowed", { value })],
        gaps: [...settingsGaps(hostSshd.settings, [keyword]), ...otherwiseGaps(hostSshd)],
        because: "PermitEmptyPasswords is no",
      });
    }),
  remedy: { openssh: "PermitEmptyPasswords no" },
});
