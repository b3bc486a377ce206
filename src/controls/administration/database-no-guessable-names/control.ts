import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { remotePaths } from "../../database-paths.ts";
import { listed } from "../../listed.ts";

/** Names that attackers try first: of administrators, of everybody, and those that products ship with. */
const guessed = new Set([
  ...["admin", "administrator", "root", "sa", "sys", "system", "sysadmin", "superuser", "dba", "manager"],
  ...["postgres", "default", "guest", "test", "user", "directory manager"],
]);

/** The name by which somebody logs in: without the host of an account, or the rest of an entry's. */
const loginName = (role: string): string =>
  (/^(?:cn|uid)=([^,+]*)/i.exec(role)?.[1] ?? role.replace(/@[^@]*$/, "")).toLowerCase();

export default control({
  id: "database-no-guessable-names",
  requirement: "ADM-2",
  aspect: "database-accounts",
  subject: "database",
  observes: ["database-roles", "database-rules"],
  severity: "low",
  title: "No role with a name that everybody guesses can log in from another machine",
  problems: { guessed: "{role} can log in from {from}, and is a name that everybody guesses" },
  judge: ({ databaseRoles, databaseRules }, { problem }) => {
    const { roles } = databaseRoles;
    const found = roles.filter((it) => it.canLogIn && guessed.has(loginName(it.name)));
    const ways = found.map(({ name }) => ({ name, paths: remotePaths(databaseRules, name) }));
    return settle({
      problems: ways.flatMap(({ name, paths }) => {
        const from = [...new Set(paths.filter((it) => it.sure).flatMap(({ rule }) => rule.from))];
        return from.length === 0
          ? []
          : [problem("guessed", { role: name, from: listed(from) }, { discriminator: name })];
      }),
      gaps: [
        ...databaseRoles.unseen,
        ...databaseRules.unseen,
        ...ways
          .filter(({ paths }) => paths.length > 0 && !paths.some((it) => it.sure))
          .map(({ name }) => ({
            reason: `whether ${name} can log in from another machine depends on what isn't known here`,
            wouldVerify: "write the rules with addresses and names, or keep this role from logging in",
          })),
      ],
      because: `none of ${roles.length} roles is called admin or alike and can log in from another machine`,
    });
  },
  remedy: {
    postgresql:
      "in pg_hba.conf: local all postgres peer, host all postgres all reject; a role of their own for each administrator",
    mariadb: "DROP USER root@'%'; and an account of their own for each administrator",
    redis: "ACL SETUSER default off; and a user of their own for each application and administrator",
    rabbitmq: "rabbitmqctl delete_user guest (or admin), and a user of their own for each administrator",
    openldap: "olcRootDN: an uncommon name without olcRootPW, and rules for the entries of administrators",
    mongodb: "db.dropUser('admin'), and a user of their own for each administrator",
  },
});
