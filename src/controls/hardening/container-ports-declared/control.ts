import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "container-ports-declared",
  requirement: "HAR-2",
  aspect: "container-services",
  subject: "container",
  observes: ["container-configuration"],
  severity: "medium",
  title: "Every port that the container publishes is declared as needed",
  problems: {
    undeclared: "{port} is published on {address}, and is not declared",
    wide: "{port} is published on {address}, and is declared for this host only",
    all: "every port that its image exposes is published",
  },
  judge: ({ containerConfiguration: { settings } }, { subject, problem }) => {
    const { listeners } = subject.declared;
    const published = settings.ports.map((it) => ({
      name: `${it.port}/${it.protocol}`,
      address: `${it.hostAddress ?? "every address"}${it.hostPort === undefined ? "" : ` port ${it.hostPort}`}`,
      isLocal: /^(?:127\.|::1$)/.test(it.hostAddress ?? ""),
      declared: listeners.find((one) => one.port === it.port && one.protocol === it.protocol),
    }));
    return settle({
      problems: [
        ...(settings.publishAll ? [problem("all")] : []),
        ...published.flatMap(({ name: port, address, isLocal, declared }) => {
          const options = { discriminator: `${port} ${address}` };
          if (declared === undefined) return [problem("undeclared", { port, address }, options)];
          return declared.clients === "local" && !isLocal ? [problem("wide", { port, address }, options)] : [];
        }),
      ],
      gaps: published.flatMap(({ name, declared }) =>
        declared !== undefined && (declared.purpose === undefined || declared.clients === "undecided")
          ? [
              {
                reason: `nobody said whether ${name} is needed`,
                wouldVerify: `give listener ${name} of container ${subject.name} a purpose and its clients`,
              },
            ]
          : [],
      ),
      because: `${published.length} ports are published, and each is declared: ${published.map((it) => it.name).join(", ") || "none"}`,
    });
  },
  remedy: {
    docker:
      "Start it without --publish for that port, or with 127.0.0.1: before it; or declare the port under containers.NAME.listeners",
  },
});
