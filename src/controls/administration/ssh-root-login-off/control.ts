import { settle } from "../../../verdict/outcome.ts";
import type { Severity } from "../../../verdict/severity.ts";
import { control } from "../../control.ts";
import { discriminatorOf, traits, whence } from "../../ssh-logins.ts";
import { daemonGaps, judgeSshd, settingOf, settingsGaps } from "../../sshd-settings.ts";

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
  observes: ["host-sshd", "host-listeners", "host-logins"],
  severity: "medium",
  title: "Nobody logs in as root by SSH",
  problems: { allowed: "sshd lets {account} in{whence}: PermitRootLogin is {value}" },
  judge: ({ hostSshd, hostListeners, hostLogins }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const keyword = "permitrootlogin";
      const open = traits(hostLogins, ({ userId, refused, settings }) => {
        const value = settings[keyword];
        return userId === 0 && refused === undefined && value !== undefined && value in allowed ? [value] : [];
      });
      return settle({
        problems: open.map(({ login, trait: value }) => {
          const account = login.account ?? "root";
          // Of root from everywhere there is one finding only.
          const discriminator = account === "root" && login.fromAnywhere ? "" : discriminatorOf(login);
          const data = { account, value, whence: whence(login) };
          return problem("allowed", data, { discriminator, severity: allowed[value] ?? "medium" });
        }),
        gaps: [
          ...settingsGaps(hostSshd.settings, [keyword]),
          ...settingsGaps(hostSshd.settingsForRoot, [keyword]),
          ...daemonGaps(hostSshd),
          ...hostLogins.unseen,
        ],
        because: `PermitRootLogin is ${settingOf(hostSshd.settings, keyword)}, from wherever somebody comes`,
      });
    }),
  remedy: { openssh: "PermitRootLogin no\nAdministrators log in by their own names and use sudo." },
});
