import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { type FacingProcess, facing, isOneOf, nameOf, unseenFiles, unseenSockets } from "../../facing.ts";

/** They open sessions for people, who must be able to do everything their account may; systemd makes the fences itself. */
const cannot = ["sshd", "systemd"];

export default control({
  id: "network-services-sandboxed",
  requirement: "HAR-6",
  aspect: "sandboxing",
  subject: "host",
  observes: ["host-processes"],
  severity: "low",
  title: "Services that face the network are fenced in",
  problems: {
    open: "{name} serves port {ports} without no-new-privileges, without seccomp, and in the namespaces of the host",
  },
  judge: ({ hostProcesses }, { problem }) => {
    const known = facing(hostProcesses);
    const judged = known.filter((it) => isOneOf(it, cannot) === false);
    const open = judged.filter((it) => !isFenced(it));
    return settle({
      problems: open
        .filter((it) => it.ownNamespaces !== undefined)
        .map((it) => problem("open", { name: nameOf(it), ports: it.ports.join(", ") }, { discriminator: nameOf(it) })),
      gaps: [
        ...unseenSockets(hostProcesses),
        ...unseenFiles(known, cannot),
        ...open
          .filter((it) => it.ownNamespaces === undefined)
          .map((it) => ({
            reason: `${nameOf(it)} has neither no-new-privileges nor seccomp, and its namespaces could not be seen`,
            wouldVerify: "run as root on the host",
          })),
      ],
      because: `${judged.length} processes face the network, each with no-new-privileges, seccomp or namespaces of its own`,
    });
  },
  remedy: {
    systemd:
      "In a drop-in of the unit:\nNoNewPrivileges=yes\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=yes\nPrivateDevices=yes\nSystemCallFilter=@system-service\n`systemd-analyze security UNIT` shows what is left.",
  },
});

function isFenced({ noNewPrivileges, seccomp, ownNamespaces = [] }: FacingProcess): boolean {
  return noNewPrivileges || seccomp > 0 || ownNamespaces.length > 0;
}
