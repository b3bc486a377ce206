import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { databasePrincipals, unseenRoles, unseenSessions } from "../../people/database-principals.ts";
import { revokedProblems, unrevoked } from "../../people/revoked.ts";
import { weighedRoster } from "../../people/roster.ts";

export default control({
  id: "database-access-revoked",
  requirement: "ADM-6",
  aspect: "database-accounts",
  subject: "database",
  observes: ["database-roles", "database-sessions"],
  across: ["roster"],
  severity: "high",
  title: "No role, membership or session of the database is left of people who left or changed role",
  problems: revokedProblems,
  judge: ({ databaseRoles, databaseSessions }, { subject, across, policy, now, problem }) => {
    const { roster, gaps, held } = weighedRoster(across.roster, policy, now);
    if (held) return { outcome: "unknown", gaps };
    const principals = databasePrincipals(databaseRoles, databaseSessions.sessions, now);
    const left = roster.people.filter((it) => it.status === "left").length;
    return settle({
      problems: unrevoked(principals, roster, { roles: subject.declared.administratorRoles, now, problem }),
      gaps: [...gaps, ...unseenRoles(databaseRoles), ...unseenSessions(databaseSessions)],
      because: `nothing of ${left} people who left was found among ${principals.length} roles and ${databaseSessions.sessions.length} sessions`,
    });
  },
  remedy: {
    postgresql:
      "ALTER ROLE name NOLOGIN; REVOKE other_role FROM name; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'name'",
    mariadb: "ALTER USER name@host ACCOUNT LOCK; KILL CONNECTION of each of its sessions; DROP USER name@host",
    redis: "ACL SETUSER name off; CLIENT KILL USER name",
    rabbitmq: 'rabbitmqctl delete_user name; rabbitmqctl close_all_user_connections name "left"',
    openldap: "Lock the entry (pwdAccountLockedTime: 000001010000Z) and take it out of all groups",
  },
});
