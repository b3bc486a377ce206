import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { judgeSshd, otherwiseGaps, settingOf, settingsGaps, waysIn } from "../../sshd-settings.ts";

export default control({
  id: "ssh-password-login-off",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-sshd", "host-listeners"],
  severity: "high",
  title: "A password alone lets nobody in by SSH",
  problems: {
    password: "sshd lets {who} in with a password alone",
    interactive: "sshd lets {who} in with keyboard-interactive alone, by which PAM asks for the password",
  },
  judge: ({ hostSshd, hostListeners }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const { settings, settingsForRoot } = hostSshd;
      // Any other value than yes keeps passwords of root out.
      const rootOpen = settingOf(settingsForRoot, "permitrootlogin") === "yes";
      const asked = [
        { who: "users", ways: waysIn(settings) },
        { who: "root", ways: rootOpen ? waysIn(settingsForRoot) : [] },
      ];
      const keywords = ["passwordauthentication", "kbdinteractiveauthentication", "authenticationmethods"];
      return settle({
        problems: asked.flatMap(({ who, ways }) =>
          ways.flatMap((way) => {
            const options = { discriminator: who };
            if (way.join() === "password") return [problem("password", { who }, options)];
            return way.join() === "keyboard-interactive" ? [problem("interactive", { who }, options)] : [];
          }),
        ),
        gaps: [
          ...settingsGaps(settings, keywords),
          ...settingsGaps(settingsForRoot, keywords),
          ...otherwiseGaps(hostSshd),
        ],
        because: "no way in takes a password only",
      });
    }),
  remedy: {
    openssh:
      "PasswordAuthentication no\nKbdInteractiveAuthentication no (or AuthenticationMethods publickey,keyboard-interactive)",
  },
});
