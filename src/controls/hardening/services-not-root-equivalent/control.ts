import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { facing, nameOf, unknownAccounts, unseenSockets } from "../../facing.ts";

export default control({
  id: "services-not-root-equivalent",
  requirement: "HAR-6",
  aspect: "unprivileged-processes",
  subject: "host",
  observes: ["host-processes", "host-privileges"],
  severity: "high",
  title: "No service that faces the network runs as an account that can become root",
  problems: { rooted: "{name} serves port {ports} as {account}, which can become root: {path}" },
  judge: ({ hostProcesses, hostPrivileges }, { problem }) => {
    const served = facing(hostProcesses).filter(({ userIds }) => userIds.effective !== 0);
    return settle({
      problems: served.flatMap((process) => {
        const account = process.user ?? `#${process.userIds.effective}`;
        const own = hostPrivileges.rootEquivalents.find((it) => it.account === account)?.ways ?? [];
        // A service has no password that it could give.
        const [way] = own.filter(({ withoutPassword }) => withoutPassword);
        if (way === undefined) return [];
        const name = nameOf(process);
        const data = { name, account, ports: process.ports.join(", "), path: way.path.join("; ") };
        return [problem("rooted", data, { discriminator: `${name} ${account}` })];
      }),
      gaps: [...unseenSockets(hostProcesses), ...hostPrivileges.unseen, ...unknownAccounts(served)],
      because: `of the ${served.length} services that face the network and are not root's, none has a way to root of its own`,
    });
  },
  remedy: {
    linux:
      "Take the account from the group (`gpasswd -d ACCOUNT docker`), and its rules from sudoers; let another program, with an account of its own, do what takes root.",
  },
});
