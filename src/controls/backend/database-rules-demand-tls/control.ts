import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { isLocal, openDoors, undecided } from "../../database-open-doors.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "database-rules-demand-tls",
  requirement: "BCK-2",
  aspect: "no-plaintext",
  subject: "database",
  observes: ["database-rules"],
  severity: "high",
  title: "No rule of the database lets in without TLS over the network",
  problems: { plaintext: "{place} lets in {roles} from {from} without TLS" },
  judge: ({ databaseRules }, { problem }) => {
    const lets = openDoors(databaseRules, (it) => it.tls !== "required" && it.method !== "reject" && !isLocal(it), [
      false,
    ]);
    return settle({
      problems: lets.flatMap(({ sure, rule: { place, roles, from } }) =>
        sure
          ? [problem("plaintext", { place, roles: listed(roles), from: listed(from) }, { discriminator: place })]
          : [],
      ),
      gaps: [
        ...databaseRules.unseen,
        ...undecided(lets, "demand TLS by the rule, or write those before it with addresses and names"),
      ],
      because: `${databaseRules.rules.length} rules let nobody in from other machines without TLS`,
    });
  },
  remedy: {
    postgresql: "in pg_hba.conf, replace host by hostssl in every line for other machines, then reload the server",
    mariadb: "ALTER USER … REQUIRE SSL, or require_secure_transport = ON",
    redis: "port 0 and tls-port 6379",
    rabbitmq: "listeners.tcp = none and listeners.ssl.default = 5671, and management.ssl instead of management.tcp",
    openldap: "olcSecurity: tls=1",
    mongodb: "net.tls.mode: requireTLS",
  },
});
