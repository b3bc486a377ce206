import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { hostPrincipals, unseenAccess } from "../../people/host-principals.ts";
import { absentAdministrators, personalOwnership, personalProblems } from "../../people/personal.ts";
import { weighedRoster } from "../../people/roster.ts";

export default control({
  id: "host-administrators-personal",
  requirement: "ADM-1",
  aspect: "host-accounts",
  subject: "host",
  observes: ["host-accounts", "host-authorized-keys", "host-privileges"],
  across: ["roster"],
  severity: "high",
  title: "Every privileged account of the host is exactly one person's, who is to have it",
  problems: personalProblems,
  judge: ({ hostAccounts, hostAuthorizedKeys, hostPrivileges }, { subject, across, policy, now, problem }) => {
    const weighed = weighedRoster(across.roster, policy, now);
    if (weighed.held) return { outcome: "unknown", gaps: weighed.gaps };
    const access = { accounts: hostAccounts, keys: hostAuthorizedKeys, privileges: hostPrivileges };
    const { admins, adminRoles } = subject.declared;
    const to = { target: subject.id, people: admins, accounts: [], roles: adminRoles };
    const principals = hostPrincipals(access, now);
    const { problems, gaps, count } = personalOwnership(principals, weighed, to, now, problem);
    return settle({
      problems,
      gaps: [...gaps, ...absentAdministrators(principals, weighed, admins, now), ...unseenAccess(access)],
      because: `each of ${count} privileged accounts that can be entered is one person's, or a declared service's`,
    });
  },
  remedy: {
    linux:
      "adduser NAME; usermod -aG sudo NAME; declare it under the person's accounts; then lock the common account: usermod --lock --expiredate 1 deploy",
    openssh: "One key a person, in that person's own account only; PermitRootLogin no",
  },
});
