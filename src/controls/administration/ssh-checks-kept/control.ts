import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { daemonGaps, judgeSshd, otherDaemons, settingOf, settingsGaps } from "../../sshd-settings.ts";

/** What sshd says where a check of its own was switched off; without any configuration each is on. */
const flaws: Readonly<Record<string, RegExp>> = {
  strictmodes: /^no$/,
  permituserenvironment: /^(?!no$)/,
  ignorerhosts: /^(?!yes$)/,
  logingracetime: /^0$/,
  maxauthtries: /^(?:[1-9]\d|\d{3,})$/,
};
const why: Readonly<Record<string, string>> = {
  strictmodes: "keys count that others may have written",
  permituserenvironment: "users set variables that load code into what sshd starts for them",
  ignorerhosts: "files of users say from which hosts others come in",
  logingracetime: "whoever doesn't log in may hold its connections for ever",
  maxauthtries: "each connection may try that often",
};

export default control({
  id: "ssh-checks-kept",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-sshd", "host-listeners"],
  severity: "medium",
  title: "The checks that sshd makes by itself are on",
  problems: { off: "{keyword} of sshd is {value}{whence}: {why}" },
  judge: ({ hostSshd, hostListeners }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const first = { settings: hostSshd.settings, whence: "", discriminator: "" };
      return settle({
        problems: [first, ...otherDaemons(hostSshd)].flatMap(({ settings, whence, discriminator }) =>
          Object.entries(flaws).flatMap(([keyword, isFlaw]) => {
            const value = settingOf(settings, keyword);
            if (value === undefined || !isFlaw.test(value)) return [];
            const data = { keyword, value, whence, why: why[keyword] ?? "" };
            return [problem("off", data, { discriminator: `${discriminator} ${keyword}`.trim() })];
          }),
        ),
        gaps: [...settingsGaps(hostSshd.settings, Object.keys(flaws)), ...daemonGaps(hostSshd)],
        because:
          "StrictModes and IgnoreRhosts are on, PermitUserEnvironment is off, and logins may take neither long nor often",
      });
    }),
  remedy: {
    openssh: "StrictModes yes\nPermitUserEnvironment no\nIgnoreRhosts yes\nLoginGraceTime 60\nMaxAuthTries 6",
  },
});
