import { portShell } from "../../../probes/image/collectors/remote-shells/starts.ts";
import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "container-no-remote-shell",
  requirement: "DOC-5",
  aspect: "container-processes",
  subject: "container",
  observes: ["container-processes", "container-listeners"],
  severity: "high",
  title: "No process of the container serves a remote shell",
  problems: {
    name: "process {name} ({program}) is {shell}",
    content: "process {name} is {shell} by what its program {program} holds, whatever it is called",
  },
  judge: ({ containerProcesses: { processes, unseen }, containerListeners }, { problem }) => {
    const serving = processes.flatMap((it) => (it.remoteShell === undefined ? [] : [{ ...it, found: it.remoteShell }]));
    const known = new Set(serving.map((it) => it.processId));
    const suspicious = containerListeners.sockets.filter(
      (it) =>
        it.scope !== "loopback" &&
        portShell(`${it.port}/${it.protocol}`) !== undefined &&
        (it.processId === undefined ? !containerListeners.hostNetwork : !known.has(it.processId)),
    );
    const problems = serving.map(({ name, executable = "unseen", found }) =>
      problem(
        found.how,
        { name, program: executable, shell: found.shell },
        { discriminator: `${executable} ${found.shell}` },
      ),
    );
    return settle({
      problems: [...new Map(problems.map((it) => [it.message, it])).values()],
      gaps: [
        ...unseen,
        ...containerListeners.unseen,
        ...[...new Set(suspicious.map((it) => it.port))].map((port) => ({
          reason: `what answers on port ${port}, where remote shells usually do, could not be told`,
          wouldVerify: `connect to port ${port} by hand`,
        })),
      ],
      because: `none of ${processes.length} processes is one, by name or by what its program holds`,
    });
  },
  remedy: { docker: "Take the server out of the image; use docker exec or the engine's logs instead" },
});
