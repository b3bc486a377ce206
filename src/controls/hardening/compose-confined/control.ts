import { settle } from "../../../verdict/outcome.ts";
import { settingProblems, startedWorkloads } from "../../asked-workloads.ts";
import { control } from "../../control.ts";

export default control({
  id: "compose-confined",
  requirement: "HAR-6",
  aspect: "compose-privileges",
  subject: "compose-file",
  observes: ["compose-workloads"],
  severity: "medium",
  title: "Every container keeps its confinement and may not gain privileges",
  problems: { lifted: "{place}: {container} {flaw}", gains: "{place}: {container} {flaw}" },
  judge: ({ composeWorkloads }, { problem, subject }) => {
    const started = startedWorkloads(composeWorkloads, subject.declared);
    return settle({
      problems: settingProblems(started, { unconfined: "lifted", "may-gain-privileges": "gains" }, problem),
      gaps: composeWorkloads.unseen,
      because: `none of ${started.length} containers asks for that`,
    });
  },
  remedy: {
    docker: "security_opt: [no-new-privileges:true], and no seccomp:unconfined, apparmor:unconfined or label:disable",
    kubernetes: "securityContext: {allowPrivilegeEscalation: false, seccompProfile: {type: RuntimeDefault}}",
  },
});
