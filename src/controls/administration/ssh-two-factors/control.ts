import type { FactsOf } from "../../../probes/fact-kinds.ts";
import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { judgeSshd, otherwiseGaps, settingOf, settingsGaps, waysIn } from "../../sshd-settings.ts";

type Settings = FactsOf<"host-sshd">["settings"];

export default control({
  id: "ssh-two-factors",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-sshd", "host-listeners"],
  severity: "high",
  title: "SSH asks everybody for two factors",
  problems: { single: "sshd lets {who} in with {methods} alone" },
  judge: ({ hostSshd, hostListeners }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const { settings, settingsForRoot } = hostSshd;
      const rootOpen = settingOf(settingsForRoot, "permitrootlogin") !== "no";
      const forAll = singles(settings);
      // Any other value than yes keeps passwords of root out.
      const byPassword = settingOf(settingsForRoot, "permitrootlogin") === "yes";
      const forRoot = (rootOpen ? singles(settingsForRoot) : []).filter(
        (it) => !forAll.includes(it) && (byPassword || !["password", "keyboard-interactive"].includes(it)),
      );
      const asking = [...waysIn(settings), ...(rootOpen ? waysIn(settingsForRoot) : [])].filter(dependsOnPam);
      return settle({
        problems: [
          ...forAll.map((methods) => problem("single", { who: "users", methods }, { discriminator: methods })),
          ...forRoot.map((methods) =>
            problem("single", { who: "root", methods }, { discriminator: `root ${methods}` }),
          ),
        ],
        gaps: [
          ...settingsGaps(settings, keywordsOf(settings)),
          ...settingsGaps(settingsForRoot, keywordsOf(settingsForRoot)),
          ...otherwiseGaps(hostSshd),
          ...(asking.length > 0 ? [pam(asking[0] ?? [])] : []),
        ],
        because: `AuthenticationMethods is ${settingOf(settings, "authenticationmethods")}, for root too`,
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

/** Ways in that take one factor only, as texts. */
function singles(settings: Settings): readonly string[] {
  const algorithms = settingOf(settings, "pubkeyacceptedalgorithms")?.split(",") ?? [];
  // A security key that asks for its PIN is something one has and something one knows.
  const verified =
    (settingOf(settings, "pubkeyauthoptions") ?? "").includes("verify-required") &&
    algorithms.every((it) => /^(webauthn-)?sk-/.test(it)) &&
    algorithms.length > 0;
  const short = waysIn(settings).filter((way) => {
    // What machine somebody comes from is no factor of the person.
    const factors = new Set(way.filter((it) => it !== "hostbased"));
    return factors.size < 2 && !(verified && factors.has("publickey"));
  });
  return short.map((it) => it.join(","));
}

/** What keyboard-interactive asks for is up to PAM: a one-time password, the same password again, or nothing. */
function dependsOnPam(way: readonly string[]): boolean {
  return (
    way.includes("keyboard-interactive") && !(way.includes("publickey") && way.includes("password")) && way.length > 1
  );
}

function pam(way: readonly string[]): Gap {
  const reason = `${way.join(",")}: what PAM asks for was not seen; it could be the password again, or nothing`;
  return { reason, wouldVerify: "read /etc/pam.d/sshd: a required module for one-time passwords, without nullok" };
}
