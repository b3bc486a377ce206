import type { DatabaseDeclaration } from "../../../estate/schema.ts";
import { isInRange } from "../../../probes/database/address-range.ts";
import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "database-used-as-declared",
  requirement: "BCK-1",
  aspect: "database-role",
  subject: "database",
  observes: ["database-sessions", "database-roles"],
  severity: "medium",
  title: "The database is used with the declared roles, from the declared addresses",
  problems: {
    undeclared:
      "{role} is in use from {from}, and the estate declares it neither for an application nor as an administrator",
    superuser:
      "{role}, which is as good as a superuser, is in use from {from}, and is not declared as an administrator",
    elsewhere: "{role} is in use from {from}, and is declared to come from {declared}",
  },
  judge: ({ databaseSessions, databaseRoles }, { subject: { declared }, problem }) => {
    const sessions = databaseSessions.sessions.map((it) => ({ ...it, ...declaredAs(it.role, declared) }));
    const isSuperuser = (role: string) =>
      databaseRoles.roles.some((it) => names(it.name, role) && it.superuser.length > 0);
    return settle({
      problems: [...Map.groupBy(sessions, ({ role, from }) => `${role} ${from}`).values()].flatMap(([first]) => {
        if (first === undefined) return [];
        const { role, from, known, ranges } = first;
        const discriminator = `${role} ${from}`;
        if (!known)
          return isSuperuser(role)
            ? [problem("superuser", { role, from }, { discriminator, severity: "high" })]
            : [problem("undeclared", { role, from }, { discriminator })];
        const outside = ranges.length > 0 && from !== "local" && !ranges.some((it) => isInRange(from, it));
        return outside ? [problem("elsewhere", { role, from, declared: ranges.join(", ") }, { discriminator })] : [];
      }),
      gaps: [
        ...databaseSessions.unseen,
        ...(databaseSessions.whole || databaseSessions.unseen.length > 0
          ? []
          : [
              { reason: "not every session could be seen", wouldVerify: "let this account see the sessions of others" },
            ]),
        ...(Object.keys(declared.applications).length === 0
          ? [
              {
                reason: "no application is declared for this database",
                wouldVerify: "declare its applications, by their roles",
              },
            ]
          : []),
      ],
      because:
        sessions.length === 0
          ? "nobody else had a session at the time"
          : `${sessions.length} sessions, each with a declared role from where it is declared to come`,
    });
  },
  remedy: {
    postgresql:
      "Give the application its own role in its connection string; REVOKE CONNECT … from the role it used, or change its password",
    mariadb:
      "Give the application its own account in its configuration; DROP USER, or ALTER USER … ACCOUNT LOCK, for the one it used",
    redis: "Give the application its own user in its configuration; ACL SETUSER used off",
  },
});

/** MariaDB tells of a session the user's name, and accounts are named with the host they come from. */
function names(account: string, role: string): boolean {
  return account === role || account.startsWith(`${role}@`);
}

function declaredAs(role: string, { applications, administrators, user }: DatabaseDeclaration) {
  const own = Object.entries(applications).filter(([name]) => names(name, role));
  const known =
    own.length > 0 || [...administrators, ...(user === undefined ? [] : [user])].some((it) => names(it, role));
  return { known, ranges: own.flatMap(([, { from }]) => from) };
}
