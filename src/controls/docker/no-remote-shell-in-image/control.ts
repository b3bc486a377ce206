import type { FactsOf } from "../../../probes/fact-kinds.ts";
import { type Gap, settle } from "../../../verdict/outcome.ts";
import type { Severity } from "../../../verdict/severity.ts";
import { control } from "../../control.ts";

type Trace = FactsOf<"image-remote-shells">["found"][number];

const severities: Readonly<Record<Trace["how"], Severity>> = {
  ...{ start: "critical", configuration: "high", package: "high", path: "high", content: "high" },
  ...{ applet: "medium", "authorized-keys": "medium", "host-key": "medium", port: "medium" },
};
/** Ports that are assigned to remote shells; others that they often use are used by applications as well. */
const assigned = /^(?:22|23|512|513|514)(?:\/tcp)?$/;

export default control({
  id: "no-remote-shell-in-image",
  requirement: "DOC-5",
  aspect: "image-content",
  subject: "image",
  observes: ["image-remote-shells"],
  severity: "high",
  title: "No program, package or setting of a remote shell is in the image",
  problems: {
    start: "a container of it starts {shell}: {place}{detail}",
    configuration: "{place} has {shell} started{detail}",
    package: "the package {place} brings {shell}",
    path: "{place} is {shell} by its name",
    content: "{place} is {shell} by what is in it",
    applet: "{place} can be called as {shell}",
    "authorized-keys": "{place} lets people in by {shell}{detail}",
    "host-key": "{place} is a key by which {shell} proves to be this machine; whoever has the image has it",
    port: "it offers {place}, the port of {shell}",
  },
  judge: ({ imageRemoteShells: { found, executables, unseen } }, { problem }) => {
    const contents = new Set(found.filter((it) => it.how === "content").map((it) => `${it.shell} ${it.place}`));
    const told = found.filter((it) => it.how !== "path" || !contents.has(`${it.shell} ${it.place}`));
    const doubtful = told.filter((it) => it.how === "port" && !assigned.test(it.place));
    return settle({
      problems: told
        .filter((it) => !doubtful.includes(it))
        .map(({ shell, how, place, detail }) =>
          problem(
            how,
            { shell, place, detail: detail === undefined ? "" : ` (${detail})` },
            { discriminator: `${shell} ${place}`, severity: severities[how] },
          ),
        ),
      gaps: [...doubtful.map(portGap), ...(executables === 0 ? [noProgram] : []), ...unseen],
      because: `none of its ${executables} executables, packages, services and keys is of a remote shell`,
    });
  },
  remedy: {
    docker:
      "Leave it out, and its keys and ports; `docker exec` or an ephemeral debug container gives a shell where one is needed.",
    debian:
      "RUN apt-get purge -y openssh-server dropbear-bin telnetd rsh-server && rm -rf /etc/ssh/ssh_host_* — better: never install it",
    alpine: "RUN apk del openssh openssh-server dropbear — better: never install it",
  },
});

const portGap = ({ shell, place }: Trace): Gap => ({
  reason: `it offers ${place}, which ${shell} often uses`,
  wouldVerify: "offer what listens there on another port, or attest what it is",
});

const noProgram: Gap = {
  reason: "no executable was found in it, so none was looked at",
  wouldVerify: "declare the image that is run",
};
