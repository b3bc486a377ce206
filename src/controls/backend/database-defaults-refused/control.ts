import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { attemptName, attemptsOf, attemptUser } from "../../database-attempts.ts";

export default control({
  id: "database-defaults-refused",
  requirement: "BCK-2",
  aspect: "no-default-credentials",
  subject: "database",
  observes: ["database-access"],
  severity: "critical",
  title: "The product's well-known credentials are refused",
  problems: { accepted: "{who} gets in with a password that everybody knows" },
  judge: ({ databaseAccess }, { problem }) => {
    const wouldVerify = "let them be tried (tryDefaults), or attest that they are changed";
    const { tried, gaps } = attemptsOf(databaseAccess, "default", wouldVerify);
    const undecided = tried.filter((it) => it.result === "authentication");
    return settle({
      problems: tried
        .filter((it) => it.result === "accepted")
        .map((it) => problem("accepted", { who: attemptName(it) }, { discriminator: attemptUser(it) })),
      gaps: [
        ...gaps,
        ...undecided.map((it) => ({ reason: `${attemptName(it)}: it asked for more credentials`, wouldVerify })),
      ],
      because: `well-known credentials of ${tried.length} users were tried and refused`,
    });
  },
  remedy: {
    postgresql: "ALTER ROLE postgres PASSWORD NULL, and let it in by peer on the socket only",
    mariadb: "ALTER USER root@localhost IDENTIFIED VIA unix_socket",
    redis: "ACL SETUSER default off",
    rabbitmq: "rabbitmqctl delete_user guest",
    openldap: "slappasswd, then olcRootPW with its output",
  },
});
