import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "image-no-second-root",
  requirement: "HAR-1",
  aspect: "base-image",
  subject: "image",
  observes: ["image-accounts"],
  severity: "high",
  title: "In the image only root has the user id 0",
  problems: { second: "{name} has the user id 0, and so is root under another name" },
  judge: ({ imageAccounts: { accounts, unseen } }, { problem }) =>
    settle({
      problems: accounts
        .filter((it) => it.userId === 0 && it.name !== "root")
        .map(({ name }) => problem("second", { name }, { discriminator: name })),
      gaps: [
        ...(accounts.length === 0
          ? [{ reason: "no accounts were found in /etc/passwd", wouldVerify: "give the image an /etc/passwd" }]
          : []),
        ...unseen,
      ],
      because: `of its ${accounts.length} accounts only root has the user id 0`,
    }),
  remedy: { docker: "RUN userdel NAME, or give it an id of its own: RUN usermod -u ID NAME" },
});
