import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { applicationRoles } from "../../database-applications.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "database-role-unprivileged",
  requirement: "BCK-1",
  aspect: "database-role",
  subject: "database",
  observes: ["database-roles"],
  severity: "critical",
  title: "The role of an application is neither a superuser by any path nor an owner",
  problems: {
    superuser: "{role} is as good as a superuser: {by}, by way of {path}",
    owner: "{role} owns {what}: it may change and drop what it should only use",
  },
  judge: ({ databaseRoles }, { subject, problem }) => {
    const { found, gaps } = applicationRoles(subject.declared, databaseRoles);
    return settle({
      problems: found.flatMap(({ name, superuser, owns }) => [
        ...superuser.map(({ by, path }) =>
          problem(
            "superuser",
            { role: name, by, path: path.join(" → ") },
            { discriminator: `${name} ${by} ${path.join(" ")}` },
          ),
        ),
        ...(owns.length > 0
          ? [problem("owner", { role: name, what: listed(owns) }, { discriminator: name, severity: "high" })]
          : []),
      ]),
      gaps,
      because: `no path leads from ${listed(found.map((it) => it.name))} to the rights of a superuser, and they own nothing`,
    });
  },
  remedy: {
    postgresql:
      "ALTER ROLE app NOSUPERUSER NOCREATEROLE NOREPLICATION; REVOKE granting_role FROM app; ALTER TABLE … OWNER TO a role that can't log in",
    mariadb: "REVOKE ALL PRIVILEGES, GRANT OPTION FROM app; then GRANT what it needs on its own database",
    rabbitmq:
      "rabbitmqctl set_user_tags app, without any, and set_permissions on a virtual host of its own, with names of its own",
    openldap: "bind applications by entries of their own, never as olcRootDN, and let none of them write userPassword",
    mongodb: "db.updateUser('app', { roles: [{ role: 'readWrite', db: 'shop' }] })",
    redis: "ACL SETUSER app reset on >password ~app:* +@read +@write -@dangerous",
  },
});
