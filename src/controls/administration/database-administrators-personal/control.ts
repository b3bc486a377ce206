import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { databasePrincipals, unseenRoles } from "../../people/database-principals.ts";
import { absentAdministrators, personalOwnership, personalProblems } from "../../people/personal.ts";
import { weighedRoster } from "../../people/roster.ts";

export default control({
  id: "database-administrators-personal",
  requirement: "ADM-1",
  aspect: "database-accounts",
  subject: "database",
  observes: ["database-roles"],
  across: ["roster"],
  severity: "high",
  title: "Every privileged role of the database is exactly one person's, who is to have it",
  problems: personalProblems,
  judge: ({ databaseRoles }, { subject, across, policy, now, problem }) => {
    const weighed = weighedRoster(across.roster, policy, now);
    if (weighed.held) return { outcome: "unknown", gaps: weighed.gaps };
    const { applications, administrators, administratorRoles } = subject.declared;
    // What an application may do is another requirement's matter.
    const principals = databasePrincipals(databaseRoles, [], now).filter((it) => !Object.hasOwn(applications, it.name));
    const people = weighed.roster.people.filter((it) => administrators.includes(it.id)).map((it) => it.id);
    const to = { target: subject.id, people, accounts: administrators, roles: administratorRoles };
    const { problems, gaps, count } = personalOwnership(principals, weighed, to, now, problem);
    return settle({
      problems,
      gaps: [...gaps, ...absentAdministrators(principals, weighed, people, now), ...unseenRoles(databaseRoles)],
      because: `each of ${count} privileged roles that can log in is one person's, or a declared service's`,
    });
  },
  remedy: {
    postgresql: "CREATE ROLE ann LOGIN IN ROLE administrators; ALTER ROLE admin NOLOGIN",
    mariadb: "CREATE USER ann@'10.0.0.%' …; GRANT administrators TO ann@'10.0.0.%'; DROP USER admin@'%'",
    redis: "ACL SETUSER ann on >password ~* +@all; ACL SETUSER default off",
    rabbitmq: "rabbitmqctl add_user ann; rabbitmqctl set_user_tags ann administrator; rabbitmqctl delete_user admin",
  },
});
