import { settle } from "../../../verdict/outcome.ts";
import { processProblems } from "../../container-processes.ts";
import { control } from "../../control.ts";

export default control({
  id: "container-processes-confined",
  requirement: "HAR-6",
  aspect: "containers",
  subject: "container",
  observes: ["container-processes"],
  severity: "medium",
  title: "Every process of the container is filtered by seccomp and can't gain privileges",
  problems: {
    seccomp: "process {name} runs without a seccomp filter",
    gains: "process {name} may gain privileges by set-uid programs: no-new-privileges is not set",
  },
  judge: ({ containerProcesses: { processes, unseen } }, { problem }) =>
    settle({
      problems: [
        ...processProblems(
          processes.filter((it) => it.seccomp === "off"),
          ({ name }) => problem("seccomp", { name }, { discriminator: name, severity: "high" }),
        ),
        ...processProblems(
          processes.filter((it) => !it.noNewPrivileges),
          ({ name }) => problem("gains", { name }, { discriminator: name }),
        ),
      ],
      gaps: unseen,
      because: `${processes.length} processes are filtered and can't gain privileges`,
    }),
  remedy: {
    docker:
      '--security-opt no-new-privileges, and no --security-opt seccomp=unconfined; for all containers "no-new-privileges": true in daemon.json',
  },
});
