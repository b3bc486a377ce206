import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { unseenAccounts } from "../../passwords.ts";

/** Names that attackers try first: the ones of administrators, of everybody, and of images from the cloud. */
const guessed = new Set([
  ...[
    "admin",
    "administrator",
    "sysadmin",
    "superuser",
    "superadmin",
    "toor",
    "user",
    "guest",
    "test",
    "demo",
    "support",
  ],
  ...["debian", "ubuntu", "centos", "fedora", "rocky", "almalinux", "ec2-user", "azureuser", "opc", "pi", "vagrant"],
]);

export default control({
  id: "no-admin-account",
  requirement: "ADM-2",
  aspect: "host-accounts",
  subject: "host",
  observes: ["host-accounts"],
  severity: "low",
  title: "No account has a name that everybody guesses",
  problems: { guessed: "{name} can log in with {how}, and is a name that everybody guesses" },
  judge: ({ hostAccounts }, { problem }) => {
    const { accounts } = hostAccounts;
    const found = accounts.filter((it) => guessed.has(it.name.toLowerCase()) && it.canLogIn);
    const ways = found.map(({ name, password, authorizedKeys: keys }) => {
      const how = [
        ...(password === "set" ? ["a password"] : password === "empty" ? ["no password at all"] : []),
        ...(keys === undefined || keys === 0 ? [] : [`${keys} SSH keys`]),
      ];
      return { name, how, seen: password !== undefined && keys !== undefined };
    });
    return settle({
      problems: ways
        .filter((it) => it.how.length > 0)
        .map(({ name, how }) => problem("guessed", { name, how: how.join(" and ") }, { discriminator: name })),
      gaps: [
        ...ways
          .filter((it) => it.how.length === 0 && !it.seen)
          .map(({ name }) => ({
            reason: `whether ${name} has a password or keys could not be seen`,
            wouldVerify: "run as root on the host",
          })),
        ...unseenAccounts(hostAccounts),
      ],
      because: `none of ${accounts.length} accounts is called admin or alike and can log in`,
    });
  },
  remedy: {
    linux:
      "Give each administrator an account of their own (`adduser NAME`, `usermod -aG sudo NAME`), then `userdel admin`.",
  },
});
