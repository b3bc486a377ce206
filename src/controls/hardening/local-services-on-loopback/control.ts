import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { processOf, unseenOwners, type WidePort, widePorts } from "../../wide-ports.ts";
import { backendProcesses, backends } from "./backends.ts";

export default control({
  id: "local-services-on-loopback",
  requirement: "HAR-7",
  aspect: "loopback",
  subject: "host",
  observes: ["host-listeners"],
  severity: "high",
  title: "What only this host needs is bound to loopback",
  problems: {
    wider: "{process} on {port} is declared for this host only, and listens on {addresses}",
    backend: "{service} ({process}) on {port} listens on {addresses}, and no other host is declared to need it",
  },
  judge: ({ hostListeners }, { subject, problem }) => {
    const ports = widePorts(hostListeners, subject.declared);
    const open = ports.filter((it) => it.declared === undefined || it.declared.clients === "undecided");
    const gaps = open
      .filter((it) => serviceOf(it) === undefined)
      .map((it): Gap => {
        const reason = `nobody said who needs ${processOf(it)} on ${it.name}, which listens on ${it.addresses.join(", ")}`;
        return {
          reason,
          wouldVerify: `declare the clients of listener ${it.name} of ${subject.name}, or bind it to loopback`,
        };
      });
    return settle({
      problems: ports.flatMap((it) => {
        const service = serviceOf(it);
        const data = { port: it.name, process: processOf(it), addresses: it.addresses.join(", ") };
        const options = { discriminator: it.name };
        if (it.declared?.clients === "local") return [problem("wider", data, options)];
        return open.includes(it) && service !== undefined ? [problem("backend", { ...data, service }, options)] : [];
      }),
      gaps: [...gaps, ...(gaps.length > 0 ? unseenOwners(hostListeners) : [])],
      because: `every one of ${ports.length} ports open beyond loopback is declared for others than this host`,
    });
  },
  remedy: {
    postgresql: "listen_addresses = 'localhost'",
    mariadb: "bind-address = 127.0.0.1",
    redis: "bind 127.0.0.1 -::1, and protected-mode yes",
    linux: "Bind the service to 127.0.0.1 and ::1 in its configuration, or declare who else needs it.",
  },
});

function serviceOf({ name, names }: WidePort): string | undefined {
  const known = names.flat().map((it) => backendProcesses[it]);
  return backends[name] ?? known.find((it) => it !== undefined);
}
