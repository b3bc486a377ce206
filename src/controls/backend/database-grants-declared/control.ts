import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { applicationRoles, undeclaredPrivileges } from "../../database-applications.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "database-grants-declared",
  requirement: "BCK-1",
  aspect: "database-grants",
  subject: "database",
  observes: ["database-roles"],
  severity: "medium",
  title: "The role of an application holds the declared privileges and no others",
  problems: {
    undeclared: "{role} holds privileges that it isn't declared to need: {privileges}",
    everything: "{role} is as good as a superuser, and so holds every privilege",
  },
  judge: ({ databaseRoles }, { subject, problem }) => {
    const { applications } = subject.declared;
    const { found, gaps } = applicationRoles(subject.declared, databaseRoles);
    const needed = (name: string) => applications[name]?.privileges ?? [];
    return settle({
      problems: found.flatMap(({ name, superuser, privileges }) => {
        const discriminator = name;
        if (superuser.length > 0) return [problem("everything", { role: name }, { discriminator })];
        const more = undeclaredPrivileges(privileges, needed(name));
        if (more.length === 0 || needed(name).length === 0) return [];
        return [problem("undeclared", { role: name, privileges: listed(more) }, { discriminator })];
      }),
      gaps: [
        ...gaps,
        ...found
          .filter(({ name }) => needed(name).length === 0)
          .map(({ name, privileges }) => ({
            reason: `no privileges are declared for ${name}, which holds: ${listed(privileges) || "none"}`,
            wouldVerify: `declare the privileges that ${name} needs`,
          })),
      ],
      because: `${listed(found.map((it) => it.name))} hold nothing but what the estate declares`,
    });
  },
  remedy: {
    postgresql: "REVOKE … ON … FROM app (or FROM PUBLIC, or from the role it is a member of)",
    mariadb: "REVOKE … ON … FROM app",
    redis: "ACL SETUSER app resetkeys -@all, then only the commands and keys it needs",
    rabbitmq:
      "rabbitmqctl set_permissions -p shop app '^app\\.' '^app\\.' '^app\\.', and set_user_tags app without any",
    openldap: "olcAccess: to what it needs only, by dn.exact of its entry",
    mongodb: "db.updateUser('app', { roles: [{ role: 'readWrite', db: 'shop' }] })",
  },
});
