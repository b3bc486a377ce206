import { readFileSync } from "node:fs";
import { authorityExtensions, issue } from "./authority.ts";
import { type BootedHost, bootHost } from "./booted-host.ts";

/** Where records of the host `web1` arrive there. */
export const archiveFile = "/var/log/remote/web1.log";

/** Name that the certificate of the archive is for. */
export const archiveName = "logs.example.com";

/** A host to which others send their records, by TLS, and what they know it by. */
export interface LogArchiveHost extends BootedHost {
  /** PEM of the authority that signed its certificate. */
  readonly authority: string;
}

/** Boots a host whose rsyslog takes records by TLS on port 6514; the login `reader` may read them and nothing else. */
export async function logArchiveHost(): Promise<LogArchiveHost> {
  const root = issue({ name: "archive root", extensions: authorityExtensions });
  const server = issue({ name: archiveName, extensions: [`subjectAltName=DNS:${archiveName}`] }, root);
  const authority = readFileSync(root.certificate, "utf8");
  const before = `
install -d -m 750 /etc/rsyslog-tls
cat >/etc/rsyslog-tls/authority.pem <<'END'
${authority}END
cat >/etc/rsyslog-tls/cert.pem <<'END'
${readFileSync(server.certificate, "utf8")}END
cat >/etc/rsyslog-tls/key.pem <<'END'
${readFileSync(server.key, "utf8")}END
chmod 600 /etc/rsyslog-tls/key.pem
cat >/etc/rsyslog.conf <<'END'
global(DefaultNetstreamDriver="gtls" DefaultNetstreamDriverCAFile="/etc/rsyslog-tls/authority.pem"
  DefaultNetstreamDriverCertFile="/etc/rsyslog-tls/cert.pem" DefaultNetstreamDriverKeyFile="/etc/rsyslog-tls/key.pem")
module(load="imuxsock")
module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
template(name="remote" type="string" string="/var/log/remote/%HOSTNAME%.log")
ruleset(name="remote") { action(type="omfile" dynaFile="remote" dirCreateMode="0750" fileCreateMode="0640" dirGroup="adm" fileGroup="adm") }
input(type="imtcp" port="6514" ruleset="remote")
*.* /var/log/syslog
END
useradd --create-home --groups adm reader
install -d -m 700 -o reader -g reader /home/reader/.ssh
echo "$KEY" >/home/reader/.ssh/authorized_keys
chown reader /home/reader/.ssh/authorized_keys
systemctl disable --quiet nginx redis-server inetd
`;
  return { ...(await bootHost({ name: "logs1", before })), authority };
}
