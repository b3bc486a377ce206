import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { waysTo } from "../../root-ways.ts";

export default control({
  id: "sudo-takes-a-password",
  requirement: "HAR-1",
  aspect: "accounts",
  subject: "host",
  observes: ["host-privileges"],
  severity: "medium",
  title: "Nobody becomes root by a rule without a password",
  problems: { unasked: "{account} becomes root without being asked for a password: {path}" },
  judge: ({ hostPrivileges }, { problem }) => {
    const ruled = waysTo(hostPrivileges, ({ by }) => ["sudo", "doas", "su", "polkit"].includes(by));
    return settle({
      problems: ruled
        .filter(({ withoutPassword }) => withoutPassword)
        .map(({ account, path }) =>
          problem("unasked", { account, path: path.join("; ") }, { discriminator: `${account} ${path.join("; ")}` }),
        ),
      gaps: hostPrivileges.unseen,
      because: `each of the ${ruled.length} rules of sudo and the like that make root of an account asks for a password`,
    });
  },
  remedy: {
    linux:
      "Take NOPASSWD (in doas.conf: nopass) from rules that make root of an account. Where a tool has to work alone, allow it one command, with fixed arguments or a digest, that belongs to root.",
  },
});
