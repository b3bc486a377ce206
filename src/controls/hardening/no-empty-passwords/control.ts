import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { unseenPasswords } from "../../passwords.ts";

export default control({
  id: "no-empty-passwords",
  requirement: "HAR-1",
  aspect: "accounts",
  subject: "host",
  observes: ["host-accounts"],
  severity: "critical",
  title: "No account has an empty password",
  problems: { empty: "{name} has an empty password: {what}" },
  judge: ({ hostAccounts }, { problem }) =>
    settle({
      problems: hostAccounts.accounts
        .filter((it) => it.password === "empty")
        .map(({ name, canLogIn, shell }) => {
          const what = canLogIn ? "whoever knows the name may log in" : `only its shell ${shell} stands in the way`;
          return problem("empty", { name, what }, { discriminator: name, severity: canLogIn ? "critical" : "medium" });
        }),
      gaps: unseenPasswords(hostAccounts),
      because: `none of ${hostAccounts.accounts.length} accounts has an empty password`,
    }),
  remedy: { linux: "passwd -l NAME" },
});
