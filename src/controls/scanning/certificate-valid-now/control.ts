import { settle } from "../../../verdict/outcome.ts";
import { counted } from "../../answers.ts";
import { isSentRoot, shownCertificates, unreadDates } from "../../certificate-chains.ts";
import { renewedCertificate } from "../../certificate-remedies.ts";
import { control } from "../../control.ts";

export default control({
  id: "certificate-valid-now",
  requirement: "SCN-3",
  aspect: "validity",
  subject: "endpoint",
  observes: ["tls-certificates"],
  severity: "high",
  title: "No certificate of the chain is expired or not yet valid",
  problems: {
    expired: "“{subject}” expired on {day}",
    early: "“{subject}” is not valid before {day}",
  },
  judge: ({ tlsCertificates }, { now, problem }) => {
    // A root that is sent along is not looked at by clients: they have their own.
    const judged = shownCertificates(tlsCertificates).filter((it) => !isSentRoot(it));
    const unread = ({ notBefore, notAfter }: { notBefore: string; notAfter: string }) =>
      Number.isNaN(Date.parse(notBefore) + Date.parse(notAfter));
    return settle({
      problems: judged.flatMap(({ certificate: { notBefore, notAfter, subject: whole }, label: subject }) => {
        const options = { discriminator: whole };
        if (Date.parse(notAfter) < now.getTime())
          return [problem("expired", { subject, day: notAfter.slice(0, 10) }, options)];
        if (Date.parse(notBefore) > now.getTime())
          return [problem("early", { subject, day: notBefore.slice(0, 10) }, options)];
        return [];
      }),
      gaps: judged.filter(({ certificate }) => unread(certificate)).map(({ label }) => unreadDates(label)),
      because: `${counted(judged.length, "certificate")} within the dates, the endpoint's own until ${judged[0]?.certificate.notAfter.slice(0, 10)}`,
    });
  },
  remedy: renewedCertificate,
});
