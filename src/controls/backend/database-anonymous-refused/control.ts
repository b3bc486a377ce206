import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { attemptName, attemptsOf } from "../../database-attempts.ts";

export default control({
  id: "database-anonymous-refused",
  requirement: "BCK-2",
  aspect: "no-anonymous",
  subject: "database",
  observes: ["database-access"],
  severity: "critical",
  title: "A connection without credentials is refused",
  problems: { accepted: "{who} gets in without credentials" },
  judge: ({ databaseAccess }, { problem }) => {
    const { tried, gaps } = attemptsOf(databaseAccess, "anonymous", "look at a server that answers");
    return settle({
      problems: tried
        .filter((it) => it.result === "accepted")
        .map((it) => problem("accepted", { who: attemptName(it) }, { discriminator: attemptName(it) })),
      gaps,
      because: `none of ${tried.length} connections without credentials was let in`,
    });
  },
  remedy: {
    postgresql: "in pg_hba.conf, replace trust by scram-sha-256, then reload the server",
    mariadb: "DROP USER ''@'localhost'; and give every account a password or a plugin that proves who it is",
    redis: "ACL SETUSER default off, and a user with a password for each application",
    rabbitmq: "remove the anonymous mechanism: auth_mechanisms.1 = PLAIN, anonymous_login_user = none",
    openldap: "olcAccess: … by users read by * none in every rule, and olcDisallows: bind_anon",
    mongodb: "security.authorization: enabled",
  },
});
