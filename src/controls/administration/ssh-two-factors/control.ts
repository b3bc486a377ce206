import type { FactsOf } from "../../../probes/fact-kinds.ts";
import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { discriminatorOf, factorsOf, type Login, openGaps, traits, type Way, whence } from "../../ssh-logins.ts";
import { daemonGaps, judgeSshd, settingOf, settingsGaps } from "../../sshd-settings.ts";

type Settings = FactsOf<"host-sshd">["settings"];

export default control({
  id: "ssh-two-factors",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-sshd", "host-listeners", "host-logins", "host-privileges"],
  severity: "high",
  title: "SSH asks every administrator for two factors",
  problems: {
    single: "sshd lets {who} in with {methods} alone{whence}",
    hollow: "{methods} of sshd asks {who} for {asked} only{whence}",
  },
  judge: ({ hostSshd, hostListeners, hostLogins, hostPrivileges }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const { settings, settingsForRoot } = hostSshd;
      const rooted = new Set(hostPrivileges.rootEquivalents.map(({ account }) => account));
      // An account that nobody knows yet may be anybody's; of the others those count that are root, or can come to be.
      const counts = ({ account, userId }: Login) =>
        account === undefined || userId === 0 || rooted.has(account) || rooted.has("*");
      const administrators = { ...hostLogins, logins: hostLogins.logins.filter(counts) };
      const others = hostLogins.logins.filter((it) => !counts(it) && it.ways.some(isSingle));
      const sure = traits(administrators, ({ ways }) =>
        ways
          .filter((it) => it.dependsOn.length === 0 && isSingle(it))
          .map((it) => `${it.methods.join()}\t${factorsOf(it)}`),
      );
      return settle({
        problems: sure.map(({ login, trait }) => {
          const [methods = "", asked] = trait.split("\t");
          const data = { who: login.account ?? "users", methods, asked: asked || "nothing", whence: whence(login) };
          const single = methods.split(",").filter((it) => it !== "hostbased").length < 2;
          const options = { discriminator: discriminatorOf(login, methods) };
          return problem(single ? "single" : "hollow", data, options);
        }),
        gaps: [
          ...settingsGaps(settings, keywordsOf(settings)),
          ...settingsGaps(settingsForRoot, keywordsOf(settingsForRoot)),
          ...daemonGaps(hostSshd),
          ...openGaps(administrators, isSingle),
          ...hostLogins.unseen,
          // Whether one factor is enough for them depends on what they may become.
          ...(others.length > 0 ? hostPrivileges.unseen : []),
        ],
        because: `AuthenticationMethods is ${settingOf(settings, "authenticationmethods")}, and every way in of an administrator asks for two factors`,
      });
    }),
  remedy: {
    openssh:
      "AuthenticationMethods publickey,keyboard-interactive:pam\nKbdInteractiveAuthentication yes\nUsePAM yes\nand in /etc/pam.d/sshd a module for one-time passwords, without nullok.\nOr keys of security keys only: PubkeyAuthOptions verify-required, PubkeyAcceptedAlgorithms sk-ssh-ed25519@openssh.com",
  },
});

/** With `any` it depends on each method whether it is a way in. */
function keywordsOf(settings: Settings): readonly string[] {
  const each = ["pubkeyauthentication", "passwordauthentication", "kbdinteractiveauthentication"];
  return ["authenticationmethods", ...(settingOf(settings, "authenticationmethods") === "any" ? each : [])];
}

function isSingle(way: Way): boolean {
  return factorsOf(way).length < 2;
}
