import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "no-stale-libraries",
  requirement: "MNT-1",
  aspect: "stale-libraries",
  subject: "host",
  observes: ["host-reboot"],
  severity: "medium",
  title: "No process uses a library that an update replaced",
  problems: { stale: "{process} still uses libraries that were replaced on disk: {libraries}" },
  judge: ({ hostReboot: { staleProcesses } }, { problem }) => {
    const processes = [...new Set((staleProcesses ?? []).map((it) => it.process))];
    const librariesOf = (process: string) =>
      [...new Set((staleProcesses ?? []).filter((it) => it.process === process).map((it) => it.library))].sort();
    return settle({
      problems: processes.map((process) =>
        problem("stale", { process, libraries: listed(librariesOf(process)) }, { discriminator: process }),
      ),
      gaps:
        staleProcesses === undefined
          ? [{ reason: "not every process's mapped files could be read", wouldVerify: "run as root on the host" }]
          : [],
      because: "every process uses the libraries that are on disk",
    });
  },
  remedy: {
    systemd: "systemctl restart UNIT",
    debian: "needrestart -r a restarts what needs it after each update",
    ubuntu: "needrestart -r a restarts what needs it after each update",
    redhat: "dnf needs-restarting tells the processes; systemctl restart UNIT",
  },
});
