import { type Gap, type Problem, settle } from "../../../verdict/outcome.ts";
import { counted } from "../../answers.ts";
import { control } from "../../control.ts";
import { unknownService, type WideService, wideServices } from "../../wide-services.ts";
import { datagramGaps } from "./datagrams.ts";
import { forOutsiders } from "./outsiders.ts";
import { plaintextOf } from "./plaintext.ts";

export default control({
  id: "no-other-plaintext",
  requirement: "ISO-2",
  aspect: "no-other-plaintext",
  subject: "host",
  observes: ["host-services"],
  severity: "medium",
  title: "No listener that outsiders reach speaks plaintext",
  problems: {
    plain: "{process} on {port} speaks {service}, which has no encryption",
    served: "{process} on {port} answers {status} to plain HTTP and does not redirect to HTTPS",
    "no-tls": "{process} on {port} speaks {service} in plaintext and does not offer TLS",
    login: "{process} on {port} speaks {service} and takes passwords before TLS",
  },
  judge: ({ hostServices }, { subject, problem }) => {
    const wide = wideServices(hostServices, subject.declared);
    const problems: Problem[] = [];
    const gaps: Gap[] = datagramGaps(hostServices, subject);
    for (const it of wide) {
      const plaintext = plaintextOf(it.service);
      const outsiders = forOutsiders(it.declared);
      if (plaintext === undefined || outsiders === false) continue;
      const data = { port: it.name, process: it.process, service: it.service.service };
      const options = { discriminator: it.name };
      if (outsiders === undefined) gaps.push(undecided(it, subject.name));
      else if ("id" in plaintext)
        problems.push(
          problem(
            plaintext.id,
            { ...data, ...plaintext.data },
            {
              ...options,
              ...(plaintext.severity !== undefined && { severity: plaintext.severity }),
            },
          ),
        );
      else if (it.service.service === "unknown") gaps.push(unknownService(it));
      else gaps.push(unclear(it, plaintext.unclear));
    }
    return settle({
      problems,
      gaps,
      because: `of ${counted(wide.length, "service")} beyond loopback, all that outsiders reach are encrypted`,
    });
  },
  remedy: {
    nginx: "server {\n  listen 80;\n  server_name shop.example.com;\n  return 301 https://$host$request_uri;\n}",
    apache:
      "<VirtualHost *:80>\n  ServerName shop.example.com\n  Redirect permanent / https://shop.example.com/\n</VirtualHost>",
    haproxy: "http-request redirect scheme https code 301 unless { ssl_fc }",
    postgresql: "listen_addresses = 'localhost', or ssl = on and only hostssl lines in pg_hba.conf",
    mariadb: "bind-address = 127.0.0.1, or ssl_cert, ssl_key and require_secure_transport = ON",
    redis: "bind 127.0.0.1 -::1; or port 0, tls-port 6379, tls-cert-file and tls-key-file",
    linux:
      "Postfix: smtpd_tls_security_level = may, smtpd_tls_auth_only = yes. Dovecot: ssl = required. vsftpd: ssl_enable=YES, force_local_logins_ssl=YES. Stop Telnet and rsync, and bind the rest to 127.0.0.1.",
  },
});

function undecided({ name, process, service: { service } }: WideService, host: string): Gap {
  const speaks = service === "unknown" ? "speaks something unknown" : `speaks ${service}, which is not all encrypted`;
  return {
    reason: `${process} on ${name} listens beyond loopback and ${speaks}, and nobody said whether outsiders reach it`,
    wouldVerify: `declare the clients of listener ${name} of ${host}, or bind it to loopback`,
  };
}

function unclear({ name, process, service: { service } }: WideService, what: string): Gap {
  return {
    reason: `${process} on ${name} speaks ${service}, and ${what} can't be told`,
    wouldVerify: `look at its settings, or limit the clients of listener ${name} to your own networks`,
  };
}
