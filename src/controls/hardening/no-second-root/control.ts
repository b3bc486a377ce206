import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { unseenAccounts } from "../../passwords.ts";

export default control({
  id: "no-second-root",
  requirement: "HAR-1",
  aspect: "accounts",
  subject: "host",
  observes: ["host-accounts"],
  severity: "high",
  title: "Only root has the user id 0",
  problems: {
    second: "{name} has the user id 0, and so is root under another name",
    twice: "the user id {userId} is shared by {names}",
  },
  judge: ({ hostAccounts }, { problem }) => {
    const { accounts } = hostAccounts;
    const ids = [...new Set(accounts.map((it) => it.userId))];
    const sharing = (userId: number) => accounts.filter((it) => it.userId === userId).map((it) => it.name);
    const problems = ids.flatMap((userId) => {
      const names = sharing(userId);
      if (userId === 0) {
        const others = names.filter((it) => it !== "root");
        return others.map((name) => problem("second", { name }, { discriminator: name }));
      }
      if (names.length < 2) return [];
      return [problem("twice", { userId, names: names.join(", ") }, { discriminator: `${userId}`, severity: "low" })];
    });
    return settle({
      problems,
      gaps: unseenAccounts(hostAccounts),
      because: `of ${accounts.length} accounts only root has the user id 0, and no two share one`,
    });
  },
  remedy: { linux: "Give the account an id of its own (`usermod -u ID NAME`) or remove it (`userdel NAME`)." },
});
