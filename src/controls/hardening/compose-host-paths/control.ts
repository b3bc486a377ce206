import { settle } from "../../../verdict/outcome.ts";
import { settingProblems, startedWorkloads } from "../../asked-workloads.ts";
import { control } from "../../control.ts";

export default control({
  id: "compose-host-paths",
  requirement: "HAR-6",
  aspect: "compose-privileges",
  subject: "compose-file",
  observes: ["compose-workloads"],
  severity: "high",
  title: "No container is given the engine's socket or folders of the system",
  problems: { given: "{place}: {container} {flaw}" },
  judge: ({ composeWorkloads }, { problem, subject }) => {
    const started = startedWorkloads(composeWorkloads, subject.declared);
    return settle({
      problems: settingProblems(started, { "engine-socket": "given", "host-folder": "given" }, problem),
      gaps: composeWorkloads.unseen,
      because: `none of ${started.length} containers asks for that`,
    });
  },
  remedy: {
    docker:
      "Mount what the container needs and no more, read-only; put a proxy that allows single requests before the engine's socket.",
    kubernetes: "Take hostPath out; use a volume claim, a ConfigMap or a CSI driver.",
  },
});
