import { settle } from "../../../verdict/outcome.ts";
import { shownChains, unreadDates } from "../../certificate-chains.ts";
import { renewedCertificate } from "../../certificate-remedies.ts";
import { control } from "../../control.ts";

const dayMs = 86_400_000;

export default control({
  id: "certificate-expiry",
  requirement: "SCN-3",
  aspect: "expiry",
  subject: "endpoint",
  observes: ["tls-certificates"],
  severity: "medium",
  title: "Enough of the certificate's lifetime is left",
  problems: {
    soon: "{days} of {lifetime} days are left of “{subject}”, less than {percent} %",
    over: "nothing is left of the lifetime of “{subject}”",
  },
  judge: ({ tlsCertificates }, { now, policy, problem }) => {
    const percent = Math.round(policy.certificateRemainingShare * 100);
    const judged = shownChains(tlsCertificates).map(({ leaf, label: subject, discriminator }) => {
      const lifetimeMs = Date.parse(leaf?.notAfter ?? "") - Date.parse(leaf?.notBefore ?? "");
      const leftMs = Date.parse(leaf?.notAfter ?? "") - now.getTime();
      const [days, lifetime] = [Math.floor(leftMs / dayMs), Math.round(lifetimeMs / dayMs)];
      return { subject, lifetimeMs, leftMs, days, lifetime, options: { discriminator } };
    });
    return settle({
      problems: judged.flatMap(({ subject, lifetimeMs, leftMs, days, lifetime, options }) => {
        if (leftMs <= 0) return [problem("over", { subject }, { ...options, severity: "high" })];
        // A share, not days: a certificate for 47 days is renewed long before one for a year would be.
        if (!(leftMs < lifetimeMs * policy.certificateRemainingShare)) return [];
        return [problem("soon", { subject, days, lifetime, percent }, options)];
      }),
      gaps: judged
        .filter(({ lifetimeMs, leftMs }) => Number.isNaN(lifetimeMs) || Number.isNaN(leftMs))
        .map(({ subject }) => unreadDates(subject)),
      because: judged.map(({ days, lifetime }) => `${days} of ${lifetime} days are left`).join(", "),
    });
  },
  remedy: renewedCertificate,
});
