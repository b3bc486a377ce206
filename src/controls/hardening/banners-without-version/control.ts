import { settle } from "../../../verdict/outcome.ts";
import { counted, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { unknownService, wideServices } from "../../wide-services.ts";
import { disclosureOf } from "./disclosure.ts";

export default control({
  id: "banners-without-version",
  requirement: "HAR-11",
  aspect: "banners",
  subject: "host",
  observes: ["host-services"],
  severity: "low",
  title: "No service greets with a product's version",
  problems: {
    version: "{process} on {port} greets with a version: “{greeting}”",
    patch: "{process} on {port} greets with the patch level of its package: “{greeting}”",
    database: "{process} on {port} tells its version to whoever connects: “{greeting}”",
  },
  judge: ({ hostServices }, { subject, problem }) => {
    const wide = wideServices(hostServices, subject.declared);
    const greeting = wide.filter(({ service }) => service.greeting !== undefined);
    return settle({
      problems: greeting.flatMap(({ name, process, service }) => {
        const id = disclosureOf(service);
        const data = { port: name, process, greeting: shown(service.greeting ?? "") };
        return id === undefined ? [] : [problem(id, data, { discriminator: name })];
      }),
      gaps: wide.filter(({ service }) => service.service === "unknown").map(unknownService),
      because: `of ${counted(wide.length, "service")} beyond loopback ${greeting.length} greet, none with a version that it could keep to itself`,
    });
  },
  remedy: {
    openssh: "DebianBanner no",
    mariadb: "bind-address = 127.0.0.1",
    linux:
      "Postfix: smtpd_banner = $myhostname ESMTP. Exim: smtp_banner = $smtp_active_hostname ESMTP. vsftpd: ftpd_banner=ready. ProFTPD: ServerIdent off. Dovecot: login_greeting = ready.",
  },
});
