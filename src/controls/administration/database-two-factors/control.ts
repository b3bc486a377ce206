import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { remotePaths } from "../../database-paths.ts";
import type { DatabaseRule } from "../../database-rule-decision.ts";
import { listed } from "../../listed.ts";

const certificate = "+clientcert";
/** Methods that hand the question on to somebody else, who may ask for more than a password. */
const elsewhere = /\b(?:pam|radius|gss|gssapi|sspi|ldap|bsd|auth_gssapi_client)\b|saslauthd|OAUTH/i;

/** How many factors a rule demands: a certificate with a password are two; `undefined` where that is settled elsewhere. */
function factors({ method, open }: DatabaseRule): number | undefined {
  const certified = method.endsWith(certificate);
  const rest = certified ? method.slice(0, -certificate.length) : method;
  if (open || /^(?:trust|none|nopass)$/.test(rest)) return certified ? 1 : 0;
  // Where one of several ways is enough, the least counts; a certificate twice is still one.
  const single = rest.split(/\s+or\s+|\s+/).some((it) => /^(?:cert|EXTERNAL)$/.test(it));
  if (certified) return single ? 1 : 2;
  return elsewhere.test(rest) ? undefined : 1;
}

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
        ...single
          .filter((it) => !it.sure)
          .map(({ name, rule }) => ({
            reason: `whether ${rule.place} (${rule.method}) comes to decide about ${name} depends on what isn't known here`,
            wouldVerify: "write the rules with addresses and names",
          })),
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
