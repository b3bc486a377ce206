import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { isScheduled, waysTo } from "../../root-ways.ts";

export default control({
  id: "scheduled-programs-protected",
  requirement: "HAR-1",
  aspect: "file-modes",
  subject: "host",
  observes: ["host-privileges"],
  severity: "critical",
  title: "Nobody but root can change what cron and systemd run as root",
  problems: { open: "{account} {path}" },
  judge: ({ hostPrivileges }, { problem }) =>
    settle({
      problems: waysTo(hostPrivileges, isScheduled).map(({ account, path }) =>
        problem("open", { account, path: path.join("; ") }, { discriminator: `${account} ${path.join("; ")}` }),
      ),
      gaps: hostPrivileges.unseen,
      because:
        "tables of cron, units, their drop-ins and the programs that they start as root are root's alone, with all folders above",
    }),
  remedy: {
    linux: "chown root:root FILE; chmod go-w FILE; the same for every folder above it.",
    systemd:
      "Let the unit run as the account that owns its program (User=NAME), or give the program to root: chown -R root: FOLDER.",
  },
});
