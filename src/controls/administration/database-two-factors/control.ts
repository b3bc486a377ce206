import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { factors } from "../../database-factors.ts";
import { undecided } from "../../database-open-doors.ts";
import { remotePaths } from "../../database-paths.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "database-two-factors",
  requirement: "ADM-4",
  aspect: "databases",
  subject: "database",
  observes: ["database-roles", "database-rules"],
  severity: "high",
  title: "Whoever administers the database from another machine shows two factors",
  problems: { single: "{role} is as good as a superuser, and gets in from {from} by {method} alone" },
  judge: ({ databaseRoles, databaseRules }, { problem }) => {
    const privileged = databaseRoles.roles.filter((it) => it.canLogIn && it.superuser.length > 0);
    const paths = privileged.flatMap(({ name }) =>
      remotePaths(databaseRules, name).map((it) => ({ ...it, name, factors: factors(it.rule) })),
    );
    const single = paths.filter((it) => it.factors !== undefined && it.factors < 2);
    return settle({
      problems: single
        .filter((it) => it.sure)
        .map(({ name, rule: { place, from, method } }) =>
          problem("single", { role: name, from: listed(from), method }, { discriminator: `${name} ${place}` }),
        ),
      gaps: [
        ...databaseRoles.unseen,
        ...databaseRules.unseen,
        ...undecided(single, "write the rules with addresses and names"),
        ...paths
          .filter((it) => it.factors === undefined)
          .map(({ name, rule }) => ({
            reason: `what ${rule.method} asks of ${name} by ${rule.place} is settled elsewhere`,
            wouldVerify: "attest that it asks for two factors, or demand a certificate beside it",
          })),
      ],
      because:
        paths.length === 0
          ? `none of ${privileged.length} privileged roles gets in from another machine`
          : `${listed([...new Set(paths.map((it) => it.name))])} get in from other machines by a certificate and a password only`,
    });
  },
  remedy: {
    postgresql:
      "hostssl … scram-sha-256 clientcert=verify-full for privileged roles, with ssl_ca_file; reject them in every other line for other machines",
    mariadb: "ALTER USER … REQUIRE X509, with ssl_ca; or let privileged accounts come from localhost only",
    redis: "port 0, tls-auth-clients yes with tls-ca-cert-file",
    rabbitmq:
      "ssl_options.verify = verify_peer, ssl_options.fail_if_no_peer_cert = true, the same under management.ssl",
    openldap: "olcTLSVerifyClient: demand, and olcSecurity: tls=1",
    mongodb: "net.tls.mode: requireTLS with CAFile, and no allowConnectionsWithoutCertificates",
  },
});
