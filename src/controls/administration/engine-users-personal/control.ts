import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";
import { engineUsers, openSockets } from "../../people/engine-users.ts";
import { unseenAccess } from "../../people/host-principals.ts";
import { personalOwnership, personalProblems } from "../../people/personal.ts";
import { weighedRoster } from "../../people/roster.ts";

export default control({
  id: "engine-users-personal",
  requirement: "ADM-1",
  aspect: "engine-access",
  subject: "host",
  observes: ["host-accounts", "host-authorized-keys", "host-privileges"],
  across: ["roster"],
  severity: "high",
  title: "Everyone who may use the host's container engine is one person on the roster",
  problems: { ...personalProblems, anybody: "whoever is on the host may use its container engine: {path}" },
  judge: ({ hostAccounts, hostAuthorizedKeys, hostPrivileges }, { subject, across, policy, now, problem }) => {
    const weighed = weighedRoster(across.roster, policy, now);
    if (weighed.held) return { outcome: "unknown", gaps: weighed.gaps };
    const access = { accounts: hostAccounts, keys: hostAuthorizedKeys, privileges: hostPrivileges };
    const users = engineUsers(access, now);
    const { admins, adminRoles } = subject.declared;
    const to = { target: subject.id, people: admins, accounts: [], roles: adminRoles };
    const none = { problems: [], gaps: [] };
    const { problems, gaps } = users.length === 0 ? none : personalOwnership(users, weighed, to, now, problem);
    const open = openSockets(hostPrivileges);
    return settle({
      problems: [
        ...problems,
        ...open.map((path) => problem("anybody", { path }, { discriminator: path, severity: "critical" })),
      ],
      gaps: [...gaps, ...unseenAccess(access)],
      because:
        users.length === 0
          ? "no group of a container engine has a member, so that only root may use one"
          : `each of ${listed(users.map((it) => it.name))} is one person's, or a declared service's`,
    });
  },
  remedy: {
    docker: "gpasswd -d NAME docker; let administrators use sudo instead, or run the engine rootless",
    linux: "gpasswd -d NAME docker; chmod 660 /run/docker.sock",
  },
});
