import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { isScheduled, waysTo } from "../../root-ways.ts";

export default control({
  id: "no-open-way-to-root",
  requirement: "HAR-1",
  aspect: "file-modes",
  subject: "host",
  observes: ["host-privileges"],
  severity: "critical",
  title: "No mode, set-uid program or capability of a file makes root of others",
  problems: { open: "{account} can become root: {path}" },
  judge: ({ hostPrivileges }, { problem }) =>
    settle({
      problems: waysTo(hostPrivileges, (way) => !way.granted && !isScheduled(way)).map(({ account, path }) =>
        problem("open", { account, path: path.join("; ") }, { discriminator: `${account} ${path.join("; ")}` }),
      ),
      gaps: hostPrivileges.unseen,
      because:
        "no file that root runs or believes, no program and no socket is open to accounts that were not given root",
    }),
  remedy: {
    linux:
      "Give the file back to root (`chown root: FILE; chmod go-w FILE`), take the bit or the capability from the program (`chmod u-s FILE`, `setcap -r FILE`), and look through the host for what was done with it.",
  },
});
