import { settle } from "../../../verdict/outcome.ts";
import { counted, shown } from "../../answers.ts";
import { control } from "../../control.ts";

export default control({
  id: "certificate-valid-now",
  requirement: "SCN-3",
  aspect: "validity",
  subject: "endpoint",
  observes: ["tls-certificate"],
  severity: "high",
  title: "No certificate of the chain is expired or not yet valid",
  problems: {
    expired: "“{subject}” expired on {day}",
    early: "“{subject}” is not valid before {day}",
  },
  judge: ({ tlsCertificate }, { now, problem }) => {
    // A root that is sent along is not looked at by clients: they have their own.
    const judged = tlsCertificate.chain.filter((it, place) => place === 0 || !it.selfSigned);
    const unread = judged.filter((it) => Number.isNaN(Date.parse(it.notBefore) + Date.parse(it.notAfter)));
    return settle({
      problems: judged.flatMap(({ subject, notBefore, notAfter }) => {
        const options = { discriminator: subject };
        if (Date.parse(notAfter) < now.getTime())
          return [problem("expired", { subject: shown(subject), day: notAfter.slice(0, 10) }, options)];
        if (Date.parse(notBefore) > now.getTime())
          return [problem("early", { subject: shown(subject), day: notBefore.slice(0, 10) }, options)];
        return [];
      }),
      gaps: unread.map(({ subject }) => ({
        reason: `the dates of “${shown(subject)}” can't be read`,
        wouldVerify: "a certificate with dates as in RFC 5280",
      })),
      because: `${counted(judged.length, "certificate")} within the dates, the endpoint's own until ${judged[0]?.notAfter.slice(0, 10)}`,
    });
  },
  remedy: {
    nginx: "certbot renew --deploy-hook 'nginx -s reload'",
    apache: "certbot renew --deploy-hook 'apache2ctl graceful'",
    haproxy: "Renew the certificate, replace the PEM file named after `crt`, and reload HAProxy.",
    caddy: "Caddy renews by itself: look in its log for why it could not, then `caddy reload`.",
  },
});
