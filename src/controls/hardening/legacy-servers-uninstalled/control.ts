import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

const servers =
  /^(telnetd(-ssl)?|inetutils-(telnetd|inetd|syslogd|talkd|ftpd)|telnet-server|rsh-(redone-)?server|tftpd(-hpa)?|atftpd|tftp-server|(c|e|x)?fingerd|finger-server|talkd|ntalk|talk-server|nis|ypserv|yp-tools|openbsd-inetd|xinetd|rwhod)$/;

export default control({
  id: "legacy-servers-uninstalled",
  requirement: "HAR-2",
  aspect: "listeners",
  subject: "host",
  observes: ["host-packages"],
  severity: "medium",
  title: "Servers without any protection are not installed",
  problems: { installed: "{name} {version} is installed" },
  judge: ({ hostPackages: { packages } }, { problem }) =>
    settle({
      problems: packages
        .filter((it) => servers.test(it.name))
        .map(({ name, version }) => problem("installed", { name, version }, { discriminator: name })),
      gaps:
        packages.length === 0
          ? [{ reason: "no package was seen", wouldVerify: "let Holdfast ask the package manager" }]
          : [],
      because: `none of ${packages.length} packages is a server of telnet, rsh, tftp, finger, talk or NIS`,
    }),
  remedy: {
    debian: "apt-get purge NAME",
    ubuntu: "apt-get purge NAME",
    redhat: "dnf remove NAME",
    alpine: "apk del NAME",
  },
});
