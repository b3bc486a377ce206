import type { FactsOf } from "../../../probes/fact-kinds.ts";
import { type Problem, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { unseenPasswords } from "../../passwords.ts";

const strong = ["yescrypt", "gost-yescrypt", "bcrypt", "sha512"];
const debian =
  "apt-get install libpam-pwquality\nIn /etc/security/pwquality.conf: minlen = 14, enforce_for_root\nIn /etc/pam.d/common-password: pam_unix.so with yescrypt";

export default control({
  id: "password-rules-enforced",
  requirement: "ADM-4",
  aspect: "passwords",
  subject: "host",
  observes: ["host-passwords", "host-accounts", "host-logins"],
  severity: "medium",
  title: "New passwords must be strong, and are stored with a strong hash",
  problems: {
    unjudged: "nothing judges how strong a new password is",
    ignored: "{module} judges new passwords, but ones that it refuses are taken all the same",
    short: "{module} takes passwords of {length} characters; the policy wants {wanted}",
    root: "{module} lets root give accounts any password",
    hash: "new passwords are stored with {method}",
    unlimited: "passwords can be guessed without end: sshd takes them, and no account is locked after failures",
  },
  judge: ({ hostPasswords, hostAccounts, hostLogins }, { policy, problem }) => {
    const gaps = [...unseenPasswords(hostAccounts), ...hostPasswords.unseen];
    const used = hostAccounts.accounts.filter((it) => it.password !== "locked");
    if (used.length === 0 && gaps.length === 0)
      return settle({ problems: [], gaps, because: "no account has a password" });
    if (hostPasswords.unseen.length > 0) return settle({ problems: [], gaps, because: "" });
    const { hashMethod, lockouts } = hostPasswords;
    const guessed = takesPasswords(hostLogins) && !lockouts.some(({ service }) => service === "sshd");
    const isWeak = hashMethod !== undefined && !strong.includes(hashMethod);
    const unknownHash = {
      reason: "how new passwords are stored was not told",
      wouldVerify: "name the method behind pam_unix.so in the password stack, such as yescrypt",
    };
    return settle({
      problems: [
        ...qualityProblems(hostPasswords.quality),
        ...(isWeak ? [problem("hash", { method: hashMethod }, { severity: "high" })] : []),
        ...(guessed ? [problem("unlimited", {}, { severity: "low" })] : []),
      ],
      gaps: [...gaps, ...(hashMethod === undefined ? [unknownHash] : [])],
      because: `${hostPasswords.quality?.module} wants ${hostPasswords.quality?.minLength} characters, and ${hashMethod} stores them`,
    });

    function qualityProblems(quality: FactsOf<"host-passwords">["quality"]): readonly Problem[] {
      if (quality === undefined) return [problem("unjudged")];
      const { module, minLength: length, enforced, forRoot } = quality;
      if (!enforced) return [problem("ignored", { module })];
      const wanted = policy.passwordLength;
      return [
        ...(length < wanted ? [problem("short", { module, length, wanted })] : []),
        ...(forRoot ? [] : [problem("root", { module }, { severity: "low" })]),
      ];
    }
  },
  remedy: {
    debian,
    ubuntu: debian,
    redhat:
      "In /etc/security/pwquality.conf: minlen = 14, enforce_for_root\nauthselect enable-feature with-faillock; ENCRYPT_METHOD YESCRYPT in /etc/login.defs",
  },
});

/** Whether some way in asks for nothing but a password, so that whoever guesses it is in. */
function takesPasswords({ logins }: FactsOf<"host-logins">): boolean {
  return logins.some(({ ways }) => ways.some(({ factors }) => factors.length === 1 && factors[0] === "password"));
}
