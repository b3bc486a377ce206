import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { discriminatorOf, type Login, maybeRoot, rootLogins, untoldGaps, whence } from "../../ssh-logins.ts";
import { daemonGaps, judgeSshd, otherDaemons, settingOf, settingsGaps } from "../../sshd-settings.ts";

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
      return settle({
        problems: [
          ...rootLogins(hostLogins).map(({ login, trait: value }) => {
            const { account = "root" } = login;
            const discriminator = discriminatorOf({ ...login, account: account === "root" ? undefined : account });
            const severity = value === "yes" ? "high" : "medium";
            return problem("allowed", { account, value, whence: whence(login) }, { discriminator, severity });
          }),
          ...otherDaemons(hostSshd).flatMap(({ settings, whence: through, discriminator }) => {
            const value = settingOf(settings, keyword) ?? "no";
            const severity = value === "yes" ? "high" : "medium";
            const data = { account: "root", value, whence: through };
            return value === "no" ? [] : [problem("allowed", data, { discriminator, severity })];
          }),
        ],
        gaps: [
          ...settingsGaps(hostSshd.settings, [keyword]),
          ...settingsGaps(hostSshd.settingsForRoot, [keyword]),
          ...daemonGaps(hostSshd),
          ...untoldGaps(hostLogins, keyword, maybeRoot),
          ...hostLogins.logins
            .filter((it) => maybeRoot(it) && it.userId === undefined && it.refused === undefined)
            .map(unnumbered),
          ...hostLogins.unseen,
        ],
        because: `PermitRootLogin is ${settingOf(hostSshd.settings, keyword)}, from wherever somebody comes`,
      });
    }),
  remedy: { openssh: "PermitRootLogin no\nAdministrators log in by their own names and use sudo." },
});

function unnumbered({ account = "" }: Login) {
  return { reason: `whether ${account} is root was not told`, wouldVerify: `run \`id -u ${account}\` on the host` };
}
