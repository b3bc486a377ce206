import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { processOf, type WidePort, widePorts } from "../../wide-ports.ts";

/** Programs that hold the port at which the network configures the host; without it there would be no network. */
const clients: Readonly<Record<string, RegExp>> = {
  "68/udp": /^(dhclient|dhcpcd|systemd-network|NetworkManager|udhcpc)$/,
  "546/udp": /^(dhclient|dhcpcd|systemd-network|NetworkManager)$/,
};
/** From here on kernels hand out ports for the sending end of an exchange. */
const firstEphemeral = 32_768;

export default control({
  id: "listeners-declared",
  requirement: "HAR-2",
  aspect: "listeners",
  subject: "host",
  observes: ["host-listeners"],
  severity: "medium",
  title: "Every open port is declared with what it is for",
  problems: {
    undeclared: "{process} listens on {port} ({addresses}), which is not declared",
    other: "{process} listens on {port}, which is declared for {expected}",
  },
  judge: ({ hostListeners }, { subject, problem }) => {
    const ports = widePorts(hostListeners, subject.declared).filter((it) => !isClient(it));
    return settle({
      problems: ports.flatMap((it) => {
        const data = { port: it.name, process: processOf(it), addresses: it.addresses.join(", ") };
        const options = { discriminator: it.name };
        if (it.declared === undefined) return mayBeSender(it) ? [] : [problem("undeclared", data, options)];
        const { process: expected } = it.declared;
        const another = it.names.some((names) => expected !== undefined && !names.includes(expected));
        return another ? [problem("other", { ...data, expected: expected ?? "" }, options)] : [];
      }),
      gaps: ports.flatMap((it) => gapsOf(it, subject.name)),
      because: `${ports.length} ports are open beyond loopback, and each is declared: ${ports.map((it) => it.name).join(", ") || "none"}`,
    });
  },
  remedy: {
    systemd:
      "systemctl disable --now NAME, also the .socket of that name; or declare the port with its purpose and clients.",
    linux: "Stop the program and keep it from starting; or declare the port with its purpose and clients.",
  },
});

function isClient({ name, names, ownersSeen }: WidePort): boolean {
  const expected = clients[name];
  return expected !== undefined && ownersSeen && names.every((it) => it.some((one) => expected.test(one)));
}

/** A UDP socket at such a port may be the sending end of an exchange, gone in a moment, or a service. */
function mayBeSender({ protocol, port, name, ownersSeen }: WidePort): boolean {
  return (protocol === "udp" && port >= firstEphemeral) || (clients[name] !== undefined && !ownersSeen);
}

function gapsOf(it: WidePort, host: string): readonly Gap[] {
  const { declared, name } = it;
  if (declared === undefined) {
    if (!mayBeSender(it)) return [];
    const reason = `whether ${processOf(it)} serves on ${name} or only sends from it can't be told`;
    return [
      { reason, wouldVerify: `observe again; if ${name} stays, stop it or declare it among the listeners of ${host}` },
    ];
  }
  if (declared.purpose === undefined || declared.clients === "undecided") {
    const reason = `nobody said whether ${processOf(it)} on ${name} is needed`;
    return [{ reason, wouldVerify: `give listener ${name} of ${host} a purpose and its clients, or stop it` }];
  }
  if (declared.process !== undefined && !it.ownersSeen) {
    return [
      {
        reason: `${name} is declared for ${declared.process}, but whose it is could not be seen`,
        wouldVerify: "run as root",
      },
    ];
  }
  return [];
}
