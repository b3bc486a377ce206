import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { hostPrincipals, namedInCertificates, unseenAccess } from "../../people/host-principals.ts";
import { revokedProblems, unrevoked } from "../../people/revoked.ts";
import { weighedRoster } from "../../people/roster.ts";

export default control({
  id: "host-access-revoked",
  requirement: "ADM-6",
  aspect: "host-accounts",
  subject: "host",
  observes: ["host-accounts", "host-authorized-keys", "host-privileges", "host-sessions"],
  across: ["roster"],
  severity: "high",
  title: "No account, key, right or session on the host is left of people who left or changed role",
  problems: {
    ...revokedProblems,
    principal: "certificates in the name of {person}, who left, still open {account} ({place})",
  },
  judge: (
    { hostAccounts, hostAuthorizedKeys, hostPrivileges, hostSessions },
    { subject, across, policy, now, problem },
  ) => {
    const { roster, gaps, held } = weighedRoster(across.roster, policy, now);
    if (held) return { outcome: "unknown", gaps };
    const access = {
      accounts: hostAccounts,
      keys: hostAuthorizedKeys,
      privileges: hostPrivileges,
      sessions: hostSessions,
    };
    const principals = hostPrincipals(access, now);
    const left = roster.people.filter((it) => it.status === "left");
    return settle({
      problems: [
        ...unrevoked(principals, roster, { roles: subject.declared.adminRoles, now, problem }),
        ...namedInCertificates(hostAuthorizedKeys, left).map((it) =>
          problem("principal", it, { discriminator: `${it.person} ${it.account}` }),
        ),
      ],
      gaps: [...gaps, ...unseenAccess(access)],
      because: `nothing of ${left.length} people who left was found among ${principals.length} accounts, their keys, rights and sessions`,
    });
  },
  remedy: {
    linux:
      "loginctl terminate-user NAME; usermod --lock --expiredate 1 NAME; gpasswd -d NAME sudo; take the key out of every authorized_keys",
    openssh:
      "Take the line out of authorized_keys, or add the key to RevokedKeys; then end the sessions: pkill -KILL -u NAME",
  },
});
