import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { openDoors, undecided } from "../../database-open-doors.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "database-rules-ask-who",
  requirement: "BCK-2",
  aspect: "no-anonymous",
  subject: "database",
  observes: ["database-rules"],
  severity: "high",
  title: "No rule of the database lets in without proof of who it is",
  problems: { open: "{place} lets in {roles} from {from} without proof ({method})" },
  judge: ({ databaseRules }, { problem }) => {
    const doors = openDoors(databaseRules, (it) => it.open);
    return settle({
      problems: doors.flatMap(({ sure, rule: { place, roles, from, method } }) =>
        sure
          ? [problem("open", { place, roles: listed(roles), from: listed(from), method }, { discriminator: place })]
          : [],
      ),
      gaps: [
        ...databaseRules.unseen,
        ...undecided(doors, "take the rule out, or write those before it with addresses and names"),
      ],
      because: `${databaseRules.rules.length} rules ask everybody they let in for proof`,
    });
  },
  remedy: {
    postgresql: "in pg_hba.conf, replace trust by scram-sha-256 (peer on the socket), then reload the server",
    mariadb: "ALTER USER … IDENTIFIED VIA unix_socket, or BY a password",
    redis: "ACL SETUSER default off, and >password for every other user",
    rabbitmq: "auth_mechanisms.1 = PLAIN, anonymous_login_user = none, mqtt.allow_anonymous = false",
    openldap: "olcAccess: … by users read by * none in every rule, and olcDisallows: bind_anon",
    mongodb: "security.authorization: enabled",
  },
});
