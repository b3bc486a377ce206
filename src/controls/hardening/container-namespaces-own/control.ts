import { settle } from "../../../verdict/outcome.ts";
import { needed, processProblems } from "../../container-processes.ts";
import { control } from "../../control.ts";

export default control({
  id: "container-namespaces-own",
  requirement: "HAR-6",
  aspect: "containers",
  subject: "container",
  observes: ["container-processes"],
  severity: "high",
  title: "No process of the container is in a namespace of its host",
  problems: { shared: "process {name} is in the host's own {namespaces} namespace" },
  judge: ({ containerProcesses: { processes, unseen } }, { subject, problem }) => {
    const { host } = subject.declared.needs;
    // Engines leave the user and cgroup namespaces to the host unless they are asked otherwise.
    const own = (["network", "pid", "ipc", "uts", "mount"] as const).filter(
      (it) => it === "mount" || host[it] === undefined,
    );
    const shared = (it: (typeof processes)[number]) => own.filter((one) => it.hostNamespaces.includes(one));
    return settle({
      problems: processProblems(
        processes.filter((it) => shared(it).length > 0),
        (it) =>
          problem(
            "shared",
            { name: it.name, namespaces: shared(it).join(", ") },
            { discriminator: `${it.name} ${shared(it).join(" ")}` },
          ),
      ),
      gaps: unseen,
      because: needed(`${processes.length} processes are in namespaces of their own`, Object.values(host)),
    });
  },
  remedy: {
    docker:
      "Start it without --network, --pid, --ipc and --uts host; end processes that were moved into the host's namespaces",
  },
});
