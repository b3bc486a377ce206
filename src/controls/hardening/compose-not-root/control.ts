import { settle } from "../../../verdict/outcome.ts";
import { settingProblems, startedWorkloads } from "../../asked-workloads.ts";
import { control } from "../../control.ts";

export default control({
  id: "compose-not-root",
  requirement: "HAR-6",
  aspect: "compose-privileges",
  subject: "compose-file",
  observes: ["compose-workloads"],
  severity: "medium",
  title: "No container is asked to run as root",
  problems: { root: "{place}: {container} {flaw}" },
  judge: ({ composeWorkloads }, { problem, subject }) => {
    const started = startedWorkloads(composeWorkloads, subject.declared);
    const left = started.filter(({ settings }) => settings.user === undefined && settings.nonRoot !== true);
    return settle({
      problems: settingProblems(started, { root: "root" }, problem),
      gaps: [
        ...composeWorkloads.unseen,
        ...left.map(({ place, name }) => ({
          reason: `${place}: which user ${name} runs as is left to its image`,
          wouldVerify: "set user: (in Kubernetes runAsNonRoot: true), or declare the container",
        })),
      ],
      because: `all ${started.length} containers are asked to run as another user than root`,
    });
  },
  remedy: {
    docker: 'user: "10001:10001"',
    kubernetes: "securityContext: {runAsNonRoot: true, runAsUser: 10001}",
  },
});
