import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import type { Logins } from "../../ssh-logins.ts";
import { daemonGaps } from "../../sshd-settings.ts";
import { processOf, unseenOwners, type WidePort, widePorts } from "../../wide-ports.ts";

/** Programs by which hosts are administered. */
const programs =
  /^(sshd|dropbear|cockpit-(tls|ws)|miniserv\.pl|xrdp|Xvnc|x11vnc|vino-server|ttyd|shellinaboxd|(in\.)?telnetd)$/;

export default control({
  id: "admin-listeners-limited",
  requirement: "ADM-3",
  aspect: "host-access",
  subject: "host",
  observes: ["host-listeners", "host-sshd", "host-logins"],
  severity: "medium",
  title: "Administrative access is limited to certain addresses",
  problems: { open: "{process} on {port} is for administrators, and is {declared}" },
  judge: ({ hostListeners, hostSshd, hostLogins }, { subject, problem }) => {
    // By socket activation systemd holds the port, and sshd isn't running until somebody comes.
    const sshPorts = hostSshd.settings.filter(([it]) => it === "port").map(([, port]) => Number(port));
    const isSsh = (it: WidePort) =>
      it.names.flat().includes("sshd") || (it.protocol === "tcp" && sshPorts.includes(it.port));
    const admin = widePorts(hostListeners, subject.declared).filter(
      (it) => it.declared?.admin === true || it.names.flat().some((one) => programs.test(one)) || isSsh(it),
    );
    const limited = namesAddresses(hostLogins) && daemonGaps(hostSshd).length === 0;
    const open = admin.filter((it) => !(isSsh(it) && limited));
    const declaredAs = {
      anyone: "declared for anyone",
      local: `declared for this host only, but open beyond it`,
    } as const;
    return settle({
      problems: open.flatMap((it) => {
        const clients = it.declared?.clients;
        if (clients !== "anyone" && clients !== "local") return [];
        const data = { process: processOf(it), port: it.name, declared: declaredAs[clients] };
        return [problem("open", data, { discriminator: it.name })];
      }),
      gaps: [
        ...open.flatMap((it) => gapsOf(it, subject.name)),
        ...(open.some(isSsh) ? hostLogins.unseen : []),
        ...unseenOwners(hostListeners),
      ],
      because:
        admin.length === 0
          ? "no administrative listener is open beyond loopback"
          : "sshd lets in nobody but from certain addresses",
    });
  },
  remedy: {
    openssh: "AllowUsers alice@192.0.2.0/24 bob@192.0.2.0/24",
    linux: "Declare the listener with admin: true and its clients, and let the firewall pass those addresses only.",
  },
});

/** All addresses that nothing names, and ranges so wide that they name nobody. */
const wide = /^elsewhere|^[\d.]+\/[0-7]\b|^[\da-f:]+\/[0-3]\b/;

/** Whether sshd lets in nobody but certain users from certain addresses. */
function namesAddresses({ logins, unseen }: Logins): boolean {
  const fromWide = logins.filter(({ from }) => from.some((it) => wide.test(it)));
  // Where nobody at all is let in, it is not their addresses that count.
  const somebody = logins.some(({ refused }) => refused === undefined);
  return somebody && unseen.length === 0 && fromWide.every(({ refused }) => refused !== undefined);
}

function gapsOf(it: WidePort, host: string): readonly Gap[] {
  const { name, declared } = it;
  if (Array.isArray(declared?.clients)) {
    const clients = declared.clients.join(", ");
    const reason = `${processOf(it)} on ${name} is declared for ${clients}, but nothing seen on the host keeps others out`;
    return [{ reason, wouldVerify: `try a connection to ${name} from an address outside ${clients}` }];
  }
  if (declared !== undefined && declared.clients !== "undecided") return [];
  const reason = `nobody said from which addresses ${processOf(it)} on ${name} is needed`;
  return [{ reason, wouldVerify: `declare the clients of listener ${name} of ${host}` }];
}
