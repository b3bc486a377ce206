import { settle } from "../../../verdict/outcome.ts";
import { settingProblems, startedWorkloads } from "../../asked-workloads.ts";
import { control } from "../../control.ts";

export default control({
  id: "compose-not-privileged",
  requirement: "HAR-6",
  aspect: "compose-privileges",
  subject: "compose-file",
  observes: ["compose-workloads"],
  severity: "high",
  title: "No container is asked to be privileged or to share what is the host's",
  problems: { more: "{place}: {container} {flaw}" },
  judge: ({ composeWorkloads }, { problem, subject }) => {
    const started = startedWorkloads(composeWorkloads, subject.declared);
    return settle({
      problems: settingProblems(
        started,
        { privileged: "more", capabilities: "more", "host-namespace": "more", device: "more" },
        problem,
      ),
      gaps: composeWorkloads.unseen,
      because: `none of ${started.length} containers asks for that`,
    });
  },
  remedy: {
    docker:
      "Leave out privileged, cap_add, network_mode: host, pid: host, ipc: host and devices; cap_drop: [ALL] and add back what is needed.",
    kubernetes: "Leave out privileged, capabilities.add, hostNetwork, hostPID and hostIPC; capabilities.drop: [ALL].",
  },
});
