import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { processOf, widePorts } from "../../wide-ports.ts";

export default control({
  id: "container-listeners-declared",
  requirement: "HAR-2",
  aspect: "container-services",
  subject: "container",
  observes: ["container-listeners"],
  severity: "medium",
  title: "Every port that the container listens on is declared as needed",
  problems: {
    undeclared: "{process} listens on {port} ({addresses}), which is not declared",
    other: "{process} listens on {port}, which is declared for {expected}",
  },
  judge: ({ containerListeners: { hostNetwork, sockets, unseen } }, { subject, problem }) => {
    // In the host's network the sockets of others are seen as well.
    const own = sockets.filter((it) => !hostNetwork || it.processId !== undefined);
    const ports = widePorts({ sockets: own }, subject.declared);
    // A UDP socket at such a port may be the sending end of an exchange.
    const mayBeSender = (it: (typeof ports)[number]) => it.protocol === "udp" && it.port >= 32_768;
    return settle({
      problems: ports.flatMap((it) => {
        const data = { port: it.name, process: processOf(it), addresses: it.addresses.join(", ") };
        const options = { discriminator: it.name };
        if (it.declared === undefined) return mayBeSender(it) ? [] : [problem("undeclared", data, options)];
        const { process: expected = "" } = it.declared;
        const isOther = expected !== "" && it.names.some((names) => !names.includes(expected));
        return isOther ? [problem("other", { ...data, expected }, options)] : [];
      }),
      gaps: [
        ...unseen,
        ...ports.flatMap(({ declared, name, ...it }) => {
          const wouldVerify = `give listener ${name} of container ${subject.name} a purpose and its clients, or stop it`;
          if (declared === undefined)
            return mayBeSender({ ...it, name })
              ? [{ reason: `whether something serves on ${name} can't be told`, wouldVerify }]
              : [];
          if (declared.purpose === undefined || declared.clients === "undecided")
            return [{ reason: `nobody said whether ${name} is needed`, wouldVerify }];
          if (declared.process !== undefined && !it.ownersSeen)
            return [
              { reason: `whose ${name} is could not be seen`, wouldVerify: "run as root on the host of the container" },
            ];
          return [];
        }),
      ],
      because: `${ports.length} ports are open, and each is declared: ${ports.map((it) => it.name).join(", ") || "none"}`,
    });
  },
  remedy: {
    docker:
      "Take the service out of the image or its start; or declare the port under containers.NAME.listeners with its purpose and clients",
  },
});
