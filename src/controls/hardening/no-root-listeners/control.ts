import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { facing, isOneOf, nameOf, unseenFiles, unseenSockets } from "../../facing.ts";

/** They start sessions as other users, hold sockets for others, or configure the network: root by their nature. */
const needRoot = ["sshd", "systemd", "dhclient", "dhcpcd", "NetworkManager"];

export default control({
  id: "no-root-listeners",
  requirement: "HAR-6",
  aspect: "unprivileged-processes",
  subject: "host",
  observes: ["host-processes"],
  severity: "high",
  title: "No service that faces the network runs as root",
  problems: { root: "{name} serves {ports} as root, and hands no work to processes of another user" },
  judge: ({ hostProcesses }, { problem }) => {
    const known = facing(hostProcesses);
    const root = known.filter((it) => it.userIds.effective === 0);
    return settle({
      problems: root
        .filter((it) => isOneOf(it, needRoot) === false && !it.workerUserIds.some((id) => id !== 0))
        .map((it) => {
          const name = nameOf(it);
          return problem("root", { name, ports: `port ${it.ports.join(", ")}` }, { discriminator: name });
        }),
      gaps: [...unseenSockets(hostProcesses), ...unseenFiles(root, needRoot)],
      because: `of ${known.length} processes that face the network ${root.length} are root's, each of them by need or with workers of another user`,
    });
  },
  remedy: {
    systemd:
      "In a drop-in of the unit: User=NAME (or DynamicUser=yes), and AmbientCapabilities=CAP_NET_BIND_SERVICE for a port below 1024.",
    nginx: "user www-data;",
    apache: "User www-data\nGroup www-data",
    haproxy: "user haproxy\ngroup haproxy",
    redis: "Start it as the user redis, as the package's unit does.",
  },
});
