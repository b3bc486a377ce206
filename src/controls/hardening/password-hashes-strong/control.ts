import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { unseenPasswords } from "../../passwords.ts";

const strong = ["yescrypt", "gost-yescrypt", "scrypt", "bcrypt", "sha512"];
const weak: Readonly<Record<string, "high" | "low">> = { des: "high", md5: "high", sha256: "low" };

export default control({
  id: "password-hashes-strong",
  requirement: "HAR-1",
  aspect: "accounts",
  subject: "host",
  observes: ["host-accounts"],
  severity: "high",
  title: "Passwords are stored with a strong hash",
  problems: { weak: "the password of {name} is stored with {method}" },
  judge: ({ hostAccounts }, { problem }) => {
    const used = hostAccounts.accounts.filter((it) => it.password === "set");
    const unclear = used.filter(({ hashMethod = "" }) => !strong.includes(hashMethod) && !(hashMethod in weak));
    return settle({
      problems: used.flatMap(({ name, hashMethod: method = "" }) => {
        const severity = weak[method];
        return severity === undefined ? [] : [problem("weak", { name, method }, { discriminator: name, severity })];
      }),
      gaps: [
        ...unseenPasswords(hostAccounts),
        ...unclear.map(({ name }) => ({
          reason: `how the password of ${name} is stored is not known`,
          wouldVerify: `set the password of ${name} anew with yescrypt`,
        })),
      ],
      because: `the passwords of ${used.length} accounts are stored with ${strong.join(", ")}, or there are none`,
    });
  },
  remedy: {
    debian:
      "In /etc/pam.d/common-password use pam_unix.so with yescrypt, then let the accounts set their passwords anew (`chage -d 0 NAME`).",
    ubuntu:
      "In /etc/pam.d/common-password use pam_unix.so with yescrypt, then let the accounts set their passwords anew (`chage -d 0 NAME`).",
    redhat:
      "authselect with pam_unix.so sha512 or yescrypt; ENCRYPT_METHOD in /etc/login.defs; then `chage -d 0 NAME`.",
  },
});
