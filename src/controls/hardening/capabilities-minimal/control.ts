import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { facing, isOneOf, nameOf, unseenSockets } from "../../facing.ts";

/** Each of them leads to root, or past the rights of files and processes. */
const powerful = [
  ...["CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_BOOT", "CAP_BPF", "CAP_PERFMON"],
  ...["CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_CHOWN", "CAP_FOWNER", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"],
  ...["CAP_SETFCAP", "CAP_MAC_ADMIN", "CAP_MAC_OVERRIDE", "CAP_MKNOD", "CAP_SYS_CHROOT", "CAP_NET_ADMIN"],
];
/** Programs whose work is the network's configuration. */
const networkers = ["systemd-networkd", "NetworkManager", "dnsmasq", "openvpn", "charon-systemd", "dhcpcd"];

export default control({
  id: "capabilities-minimal",
  requirement: "HAR-6",
  aspect: "unprivileged-processes",
  subject: "host",
  observes: ["host-processes"],
  severity: "medium",
  title: "Services without root have no power like root's",
  problems: { powerful: "{name} serves port {ports} as user {user} with {capabilities}" },
  judge: ({ hostProcesses }, { problem }) => {
    const unprivileged = facing(hostProcesses).filter((it) => it.userIds.effective !== 0);
    return settle({
      problems: unprivileged.flatMap((it) => {
        const allowed = isOneOf(it, networkers) === true ? ["CAP_NET_ADMIN"] : [];
        const found = it.capabilities.filter((one) => powerful.includes(one) && !allowed.includes(one));
        if (found.length === 0) return [];
        const user = it.user ?? it.userIds.effective;
        const name = nameOf(it);
        const data = { name, ports: it.ports.join(", "), user, capabilities: found.join(", ") };
        return [problem("powerful", data, { discriminator: name })];
      }),
      gaps: unseenSockets(hostProcesses),
      because: `none of ${unprivileged.length} processes without root that face the network has a capability that leads to root`,
    });
  },
  remedy: {
    systemd:
      "In a drop-in of the unit: CapabilityBoundingSet= and AmbientCapabilities= with CAP_NET_BIND_SERVICE or nothing",
    linux: "getcap PROGRAM shows capabilities of the file; setcap -r PROGRAM takes them away",
  },
});
