import { settle } from "../../../verdict/outcome.ts";
import { needed, processProblems } from "../../container-processes.ts";
import { usualCapabilities } from "../../container-settings.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "container-capabilities-dropped",
  requirement: "HAR-6",
  aspect: "containers",
  subject: "container",
  observes: ["container-processes"],
  severity: "medium",
  title: "No process of the container has capabilities that it does not need",
  problems: {
    usual: "process {name} has {capabilities}",
    host: "process {name} has {capabilities}, by which the host is taken over",
  },
  judge: ({ containerProcesses: { processes, unseen } }, { subject, problem }) => {
    const { capabilities } = subject.declared.needs;
    const allowed = new Set(Object.keys(capabilities).map((it) => it.toUpperCase().replace(/^CAP_/, "")));
    const beyond = (it: (typeof processes)[number]) =>
      it.capabilities.filter((one) => one !== "NET_BIND_SERVICE" && !allowed.has(one));
    return settle({
      problems: processProblems(
        processes.filter((it) => beyond(it).length > 0),
        (it) => {
          const { name } = it;
          const data = { name, capabilities: listed(beyond(it)) };
          return beyond(it).every((one) => usualCapabilities.has(one))
            ? problem("usual", data, { discriminator: name })
            : problem("host", data, { discriminator: name, severity: "high" });
        },
      ),
      gaps: unseen,
      because: needed(`${processes.length} processes have no other capabilities`, Object.values(capabilities)),
    });
  },
  remedy: {
    docker:
      "--cap-drop ALL, and --cap-add for what it needs; a process of another user than root has none unless it is given them",
  },
});
