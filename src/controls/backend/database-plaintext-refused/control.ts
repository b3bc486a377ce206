import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { attemptsOf, attemptUser } from "../../database-attempts.ts";

export default control({
  id: "database-plaintext-refused",
  requirement: "BCK-2",
  aspect: "no-plaintext",
  subject: "database",
  observes: ["database-access"],
  severity: "high",
  title: "A connection in plaintext over the network is refused",
  problems: {
    asks: "{user} may log in without TLS: the server asks for credentials in plaintext",
    accepted: "{user} is let in without TLS",
  },
  judge: ({ databaseAccess }, { problem }) => {
    const { tried, gaps } = attemptsOf(databaseAccess, "plaintext", "declare a user or an application to try it as");
    const open = tried.filter((it) => it.result === "accepted" || it.result === "authentication");
    const seenHere = {
      reason: "it talks in plaintext with this machine itself; whether it does over the network was not seen",
      wouldVerify: "look from another machine, at its address on the network",
    };
    return settle({
      problems: databaseAccess.local
        ? []
        : open.map((it) => {
            const user = attemptUser(it);
            return problem(it.result === "accepted" ? "accepted" : "asks", { user }, { discriminator: user });
          }),
      gaps: [...gaps, ...(databaseAccess.local && open.length > 0 ? [seenHere] : [])],
      because: `connections in plaintext as ${tried.length} users were refused`,
    });
  },
  remedy: {
    postgresql: "ssl = on, and hostssl instead of host in every line of pg_hba.conf for other machines",
    mariadb: "require_secure_transport = ON, with ssl_cert and ssl_key",
    redis: "port 0 and tls-port 6379, with tls-cert-file and tls-key-file",
    rabbitmq: "listeners.tcp = none and listeners.ssl.default = 5671",
    openldap: "olcSecurity: tls=1",
    mongodb: "net.tls.mode: requireTLS, with certificateKeyFile",
  },
});
