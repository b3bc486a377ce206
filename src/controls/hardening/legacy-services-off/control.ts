import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { processNames } from "../../process-names.ts";
import { unseenOwners } from "../../wide-ports.ts";
import { programs, services } from "./services.ts";

export default control({
  id: "legacy-services-off",
  requirement: "HAR-2",
  aspect: "listeners",
  subject: "host",
  observes: ["host-listeners"],
  severity: "high",
  title: "Services without any protection are off",
  problems: {
    port: "{service} listens on {name} ({process})",
    process: "{process} listens on {name}",
  },
  judge: ({ hostListeners }, { problem }) => {
    const found = new Map(
      hostListeners.sockets.map((it) => {
        const name = `${it.port}/${it.protocol}`;
        const names = processNames(it);
        const legacy = names.some((one) => programs.test(one));
        return [name, { name, service: services[name], process: names[0] ?? "a process we may not see", legacy }];
      }),
    );
    return settle({
      problems: [...found.values()].flatMap(({ name, service, process, legacy }) => {
        const options = { discriminator: name };
        if (service !== undefined) return [problem("port", { service, name, process }, options)];
        return legacy ? [problem("process", { process, name }, options)] : [];
      }),
      gaps: unseenOwners(hostListeners),
      because: `of ${found.size} ports none belongs to telnet, rsh, tftp, finger, chargen or the like`,
    });
  },
  remedy: {
    debian: "apt-get purge telnetd rsh-server tftpd-hpa fingerd inetutils-inetd; use SSH instead",
    ubuntu: "apt-get purge telnetd rsh-server tftpd-hpa fingerd inetutils-inetd; use SSH instead",
    redhat: "dnf remove telnet-server rsh-server tftp-server; use SSH instead",
    systemd: "systemctl disable --now telnet.socket rsh.socket rlogin.socket rexec.socket tftp.socket",
  },
});
