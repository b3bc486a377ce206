import { settle, unknown } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
import { control } from "../../control.ts";

const dayMs = 86_400_000;

export default control({
  id: "certificate-expiry",
  requirement: "SCN-3",
  aspect: "expiry",
  subject: "endpoint",
  observes: ["tls-certificate"],
  severity: "medium",
  title: "Enough of the certificate's lifetime is left",
  problems: {
    soon: "{days} of {lifetime} days are left of “{subject}”, less than {percent} %",
    over: "nothing is left of the lifetime of “{subject}”",
  },
  judge: ({ tlsCertificate }, { now, policy, problem }) => {
    const { subject = "", notBefore = "", notAfter = "" } = tlsCertificate.chain[0] ?? {};
    const lifetimeMs = Date.parse(notAfter) - Date.parse(notBefore);
    const leftMs = Date.parse(notAfter) - now.getTime();
    if (Number.isNaN(lifetimeMs) || Number.isNaN(leftMs))
      return unknown("the certificate's dates can't be read", "a certificate with dates as in RFC 5280");
    const [days, lifetime] = [Math.floor(leftMs / dayMs), Math.round(lifetimeMs / dayMs)];
    const percent = Math.round(policy.certificateRemainingShare * 100);
    const name = { subject: shown(subject) };
    const problems = () => {
      if (leftMs <= 0) return [problem("over", name, { severity: "high" })];
      // A share, not days: a certificate for 47 days is renewed long before one for a year would be.
      if (leftMs >= lifetimeMs * policy.certificateRemainingShare) return [];
      return [problem("soon", { ...name, days, lifetime, percent })];
    };
    return settle({ problems: problems(), gaps: [], because: `${days} of ${lifetime} days are left` });
  },
  remedy: {
    nginx: "systemctl enable --now certbot.timer; certbot renew --deploy-hook 'nginx -s reload'",
    apache: "systemctl enable --now certbot.timer; certbot renew --deploy-hook 'apache2ctl graceful'",
    haproxy: "Renew the certificate, replace the PEM file named after `crt`, and reload HAProxy.",
    caddy: "Caddy renews by itself: look in its log for why it could not, then `caddy reload`.",
  },
});
