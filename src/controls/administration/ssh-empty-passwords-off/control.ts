import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { discriminatorOf, switchedOn, untoldGaps, whence } from "../../ssh-logins.ts";
import { daemonGaps, judgeSshd, otherDaemons, settingOf, settingsGaps } from "../../sshd-settings.ts";

const keyword = "permitemptypasswords";

export default control({
  id: "ssh-empty-passwords-off",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-sshd", "host-listeners", "host-logins"],
  severity: "critical",
  title: "SSH takes no empty password",
  problems: { allowed: "sshd lets {who} with an empty password in{whence}: PermitEmptyPasswords is {value}" },
  judge: ({ hostSshd, hostListeners, hostLogins }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      return settle({
        problems: [
          ...switchedOn(hostLogins, keyword).map(({ login, trait: value }) => {
            const data = { who: login.account ?? "accounts", value, whence: whence(login) };
            return problem("allowed", data, { discriminator: discriminatorOf(login) });
          }),
          ...otherDaemons(hostSshd)
            .filter(({ settings }) => settingOf(settings, keyword) === "yes")
            .map(({ whence: through, discriminator }) =>
              problem("allowed", { who: "accounts", value: "yes", whence: through }, { discriminator }),
            ),
        ],
        gaps: [
          ...settingsGaps(hostSshd.settings, [keyword]),
          ...daemonGaps(hostSshd),
          ...untoldGaps(hostLogins, keyword),
          ...hostLogins.unseen,
        ],
        because: "PermitEmptyPasswords is no, for everybody and from wherever they come",
      });
    }),
  remedy: { openssh: "PermitEmptyPasswords no" },
});
