import { settle } from "../../../verdict/outcome.ts";
import { needed, processProblems } from "../../container-processes.ts";
import { control } from "../../control.ts";

export default control({
  id: "container-processes-not-root",
  requirement: "HAR-6",
  aspect: "containers",
  subject: "container",
  observes: ["container-processes"],
  severity: "high",
  title: "No process of the container runs as root",
  problems: {
    root: "process {name} runs as root",
    apart: "process {name} runs as root of the container, which is user {host} of the host",
  },
  judge: ({ containerProcesses: { processes, unseen } }, { subject, problem }) => {
    const because = subject.declared.needs.root;
    const roots = processes.filter((it) => it.hostUserId === 0 || it.userId === 0);
    const unmapped = processes.filter((it) => it.hostUserId !== 0 && it.userId === undefined);
    return settle({
      problems:
        because === undefined
          ? processProblems(roots, ({ name, hostUserId: host }) =>
              host === 0
                ? problem("root", { name }, { discriminator: name })
                : problem("apart", { name, host }, { discriminator: name, severity: "low" }),
            )
          : [],
      gaps: [
        ...unseen,
        ...unmapped.map(({ name }) => ({
          reason: `which user ${name} is inside the container could not be seen`,
          wouldVerify: "run as root on the host of the container",
        })),
      ],
      because: needed(
        `${roots.length} of ${processes.length} processes run as root`,
        because === undefined ? [] : [because],
      ),
    });
  },
  remedy: {
    docker:
      "--user 10001:10001, or USER 10001:10001 in its Dockerfile; a user with another name and the id 0 is root as well",
  },
});
