import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { discriminatorOf, factorsOf, openGaps, traits, type Way, whence } from "../../ssh-logins.ts";
import { daemonGaps, judgeSshd, otherDaemons, settingsGaps } from "../../sshd-settings.ts";

const keywords = ["passwordauthentication", "kbdinteractiveauthentication", "authenticationmethods"];

export default control({
  id: "ssh-password-login-off",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-sshd", "host-listeners", "host-logins"],
  severity: "high",
  title: "A password alone lets nobody in by SSH",
  problems: {
    password: "sshd lets {who} in with a password alone{whence}",
    interactive: "sshd lets {who} in with keyboard-interactive alone, by which PAM asks for the password{whence}",
  },
  judge: ({ hostSshd, hostListeners, hostLogins }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const sure = traits(hostLogins, ({ ways }) =>
        ways.filter((it) => it.dependsOn.length === 0 && isPasswordOnly(it)).map((it) => it.methods.join()),
      );
      return settle({
        problems: [
          ...sure.map(({ login, trait }) => {
            const who = login.account ?? "users";
            const discriminator = discriminatorOf({ ...login, account: who });
            const id = trait === "keyboard-interactive" ? "interactive" : "password";
            return problem(id, { who, whence: whence(login) }, { discriminator });
          }),
          ...otherDaemons(hostSshd)
            .filter(({ alone }) => alone.includes("password"))
            .map(({ whence: through, discriminator }) =>
              problem("password", { who: "users", whence: through }, { discriminator }),
            ),
        ],
        gaps: [
          ...settingsGaps(hostSshd.settings, keywords),
          ...settingsGaps(hostSshd.settingsForRoot, keywords),
          ...daemonGaps(hostSshd),
          ...openGaps(hostLogins, isPasswordOnly),
          ...hostLogins.unseen,
        ],
        because: "no way in takes a password only",
      });
    }),
  remedy: {
    openssh:
      "PasswordAuthentication no\nKbdInteractiveAuthentication no (or AuthenticationMethods publickey,keyboard-interactive)",
  },
});

function isPasswordOnly(way: Way): boolean {
  const asksOnly = way.methods.every((it) => it === "password" || it === "keyboard-interactive" || it === "hostbased");
  return asksOnly && factorsOf(way).every((it) => it === "password");
}
